import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import type { TaskProgress } from '../../../api/queries.js';
import { Button } from '../../../components/button.js';
import { useFormat } from '../../../i18n/format.js';
import { useText } from '../../../i18n/text.js';
import { Notice } from '../../../components/notice.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { refreshExercise } from '../orders.js';
import type { TaskPlace } from './task-card.js';

interface Props {
  place: TaskPlace;
  solved: boolean;
  /** While the check holds, and must hold longer to count. */
  hold: TaskProgress['held'];
  acts: boolean;
  up: boolean;
}

const marks = { passed: '✓', failed: '✗', unknown: '?' } as const;
const kinds = { passed: 'good', failed: 'bad', unknown: 'warn' } as const;

/** Has the machines probed from outside, and tells what each probe found. */
export function CheckButton({ place, solved, hold, acts, up }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const check = useMutation({
    mutationFn: () =>
      ask(api.POST('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/check', { params: { path: place } })),
    onSettled: () => refreshExercise(place.id),
  });
  const verdict = check.data;
  const { held } = verdict ?? {};
  // All went through, and it has to stay so.
  const mustHold = verdict?.outcome === 'passed' && held !== undefined && held.ticks < held.of;
  return (
    <div className="check">
      {!solved && acts && (
        <>
          <div className="actions">
            <Button look="main" onPress={() => check.mutate()} isPending={check.isPending} isDisabled={!up}>
              {t(check.isPending ? 'check.running' : 'check.action')}
            </Button>
          </div>
          {!up && <p className="soft small">{t('check.not-ready')}</p>}
        </>
      )}
      <ProblemNotice error={check.error} />
      {hold && !solved && <Holding {...hold} />}
      {verdict && !check.isPending && !solved && mustHold && (
        <Notice kind={hold ? 'info' : 'bad'}>
          {hold ? t('check.passed-hold', { count: held.of }) : t('check.broken-hold')}
        </Notice>
      )}
      {verdict && !check.isPending && (solved || !mustHold) && (
        <>
          <Notice kind={kinds[verdict.outcome]}>{t(`check.${verdict.outcome}`)}</Notice>
          <ul className="probes">
            {verdict.results.map((result, index) => (
              <li key={index} className={`probe probe-${result.outcome}`}>
                <span aria-hidden="true">{marks[result.outcome]}</span>
                <span>
                  <span className="visually-hidden">{t(`check.probe-${result.outcome}`)}: </span>
                  {text(result.title)}
                  {result.outcome !== 'passed' && <span className="soft small"> {result.detail}</span>}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** For how many ticks a check has held, of how many; it moves by itself with each. */
function Holding({ ticks, of, unclear }: NonNullable<TaskProgress['held']>) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = t('check.held', { ticks: format.number(ticks), of: format.number(of) });
  return (
    <div className="holding">
      <p role="status">{words}</p>
      <progress value={ticks} max={of} aria-label={words} />
      {unclear && <p className="soft small">{t('check.held-unclear')}</p>}
    </div>
  );
}
