import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { integrityQuery, type Exercise, type Scenario } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { Button } from '../../components/button.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

/** What looks as if answers were passed on, with its evidence. Whether it was so, people decide. */
export function IntegrityPart({ exercise, scenario }: { exercise: Exercise; scenario: Scenario }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  const report = useQuery(integrityQuery(exercise.id));
  const nameOf = (id: string) => exercise.teams.find((team) => team.id === id)?.name ?? id;
  const titleOf = (id: string) => text(scenario.tasks.find((task) => task.id === id)?.title) || id;
  return (
    <section className="card" aria-labelledby="lead-integrity">
      <div className="panel-head">
        <h2 id="lead-integrity">{t('integrity.title')}</h2>
        <Button onPress={() => void report.refetch()} isPending={report.isFetching}>
          {t('integrity.again')}
        </Button>
      </div>
      <p className="soft">{t('integrity.about')}</p>
      <Fetched query={report}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('integrity.none')}</p>
          ) : (
            <ul className="findings">
              {items.map((finding) => (
                <li key={`${finding.kind} ${finding.task} ${finding.seqs.join(' ')}`} className="finding">
                  <h3>
                    {t(`integrity.${finding.kind}`)}: {format.list(finding.teams.map(nameOf))}
                  </h3>
                  <p>{text(finding.evidence)}</p>
                  <p className="soft small">
                    {t('integrity.rests-on', {
                      task: titleOf(finding.task),
                      seqs: format.list(finding.seqs.map(format.number)),
                    })}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Fetched>
    </section>
  );
}
