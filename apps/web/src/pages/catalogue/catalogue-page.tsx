import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { exercisesQuery, scenariosQuery } from '../../api/queries.js';
import { forgetSignInByLink, signedInByLink } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Fetched } from '../../components/fetched.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { MyExercises } from './my-exercises.js';
import { ScenarioCard } from './scenario-card.js';

/** The start page: what goes on, and what there is to choose from. */
export function CataloguePage() {
  const { t } = useTranslation();
  const exercises = useQuery(exercisesQuery);
  const scenarios = useQuery(scenariosQuery);
  return (
    <Page title={t('catalogue.title')}>
      <PasswordReminder />
      <section className="section" aria-labelledby="mine">
        <h2 id="mine">{t('catalogue.mine')}</h2>
        <Fetched query={exercises}>{({ items }) => <MyExercises exercises={items} />}</Fetched>
      </section>
      <section className="section" aria-labelledby="scenarios">
        <h2 id="scenarios">{t('catalogue.scenarios')}</h2>
        <Fetched query={scenarios}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="soft">{t('catalogue.empty')}</p>
            ) : (
              <ul className="cards">
                {items.map((scenario) => (
                  <ScenarioCard key={scenario.id} scenario={scenario} />
                ))}
              </ul>
            )
          }
        </Fetched>
      </section>
    </Page>
  );
}

/** A one-time link is spent: without a password there is no way back in. */
function PasswordReminder() {
  const { t } = useTranslation();
  const [shown, setShown] = useState(signedInByLink);
  if (!shown) return null;
  return (
    <Notice kind="info">
      <p>{t('catalogue.set-password')}</p>
      <div className="actions">
        <Link to="/account" className="button button-main">
          {t('catalogue.set-password-now')}
        </Link>
        <Button
          look="quiet"
          onPress={() => {
            forgetSignInByLink();
            setShown(false);
          }}
        >
          {t('catalogue.set-password-later')}
        </Button>
      </div>
    </Notice>
  );
}
