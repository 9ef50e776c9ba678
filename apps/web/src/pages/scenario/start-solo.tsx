import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useBegin } from './begin.js';

interface Props {
  reference: string;
  /** An exercise of this scenario that one has not finished. */
  running: string | undefined;
}

/** The start of an exercise of one's own, or the way back to the one that runs. */
export function StartSolo({ reference, running }: Props) {
  const { t } = useTranslation();
  const begin = useBegin(reference, 'solo');
  return (
    <section className="card card-accent" aria-label={t('scenario.start')}>
      <p>{t(running ? 'scenario.running-already' : 'scenario.start-about')}</p>
      <ProblemNotice error={begin.error} />
      <div className="actions">
        {running && (
          <Link to="/exercises/$exercise" params={{ exercise: running }} className="button button-main">
            {t('catalogue.continue')}
          </Link>
        )}
        <Button look={running ? 'plain' : 'main'} onPress={() => begin.mutate()} isPending={begin.isPending}>
          {t(running ? 'scenario.start-another' : 'scenario.start')}
        </Button>
      </div>
    </section>
  );
}
