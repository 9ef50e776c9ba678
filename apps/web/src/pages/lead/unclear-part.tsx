import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { unclearQuery, type Exercise, type Scenario, type UnclearItem } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Fetched } from '../../components/fetched.js';
import { sayClock, useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

/** What checks and ticks could not tell, and why: something here may be broken, and no learner loses by it. */
export function UnclearPart({ exercise, scenario }: { exercise: Exercise; scenario: Scenario }) {
  const { t } = useTranslation();
  const unclear = useQuery(unclearQuery(exercise.id));
  return (
    <section className="card" aria-labelledby="lead-unclear">
      <div className="panel-head">
        <h2 id="lead-unclear">{t('unclear.title')}</h2>
        <Button onPress={() => void unclear.refetch()} isPending={unclear.isFetching}>
          {t('integrity.again')}
        </Button>
      </div>
      <p className="soft">{t('unclear.about')}</p>
      <Fetched query={unclear}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('unclear.none')}</p>
          ) : (
            <ul className="findings">
              {items.map((item) => (
                <Item
                  key={`${item.seq} ${item.task ?? item.service} ${item.reason}`}
                  {...{ item, scenario }}
                />
              ))}
            </ul>
          )
        }
      </Fetched>
    </section>
  );
}

function Item({ item, scenario }: { item: UnclearItem; scenario: Scenario }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const task = scenario.tasks.find(({ id }) => id === item.task);
  return (
    <li className="finding">
      <h3>
        {item.name} · {task ? text(task.title) : text(item.title)}
      </h3>
      <p className="reason">{task ? `${text(item.title)}: ${item.reason}` : item.reason}</p>
      <p className="soft small">
        {t('unclear.when', {
          count: item.times,
          clock: sayClock(item.clock),
          time: format.time(item.at),
          seq: format.number(item.seq),
        })}
      </p>
    </li>
  );
}
