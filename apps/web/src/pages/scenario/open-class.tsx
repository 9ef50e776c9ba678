import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useBegin } from './begin.js';

/** For instructors: a class in which each learner gets a range of their own. */
export function OpenClass({ reference }: { reference: string }) {
  const { t } = useTranslation();
  const begin = useBegin(reference, 'class');
  return (
    <section className="card" aria-labelledby="class">
      <h2 id="class">{t('scenario.class')}</h2>
      <p>{t('scenario.class-about')}</p>
      <ProblemNotice error={begin.error} />
      <div className="actions">
        <Button onPress={() => begin.mutate()} isPending={begin.isPending}>
          {t('scenario.class-open')}
        </Button>
      </div>
    </section>
  );
}
