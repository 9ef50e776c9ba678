import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rulesQuery, type Exercise, type RuleBook, type Scenario } from '../../../api/queries.js';
import { Fetched } from '../../../components/fetched.js';
import { useFormat } from '../../../i18n/format.js';
import { RulesForm } from './rules-form.js';

/** The rules as they count, how they were mended, and the way to mend them. */
export function RulesPart({ exercise, scenario }: { exercise: Exercise; scenario: Scenario }) {
  const { t } = useTranslation();
  const rules = useQuery(rulesQuery(exercise.id));
  return (
    <Fetched query={rules}>
      {(book) => (
        <>
          {exercise.state === 'draft' || exercise.state === 'scheduled' ? (
            <p className="soft">{t('rules.not-yet')}</p>
          ) : (
            <RulesForm key={book.revisions.length} exercise={exercise} scenario={scenario} book={book} />
          )}
          <Revisions revisions={book.revisions} />
        </>
      )}
    </Fetched>
  );
}

function Revisions({ revisions }: Pick<RuleBook, 'revisions'>) {
  const { t } = useTranslation();
  const format = useFormat();
  if (revisions.length === 0) return null;
  return (
    <section className="section" aria-labelledby="lead-revisions">
      <h2 id="lead-revisions">{t('rules.revisions')}</h2>
      <ol className="revisions">
        {revisions.map(({ revision, seq, reason, tasks }) => (
          <li key={revision}>
            {reason}{' '}
            <span className="soft small">
              {t('rules.revision-of', { tasks: format.list(Object.keys(tasks)), seq: format.number(seq) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
