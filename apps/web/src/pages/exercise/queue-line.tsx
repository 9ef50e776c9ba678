import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.js';
import type { QueuePlace } from './queue-place.js';

const inBytes: readonly string[] = ['waiting-memory', 'waiting-disk'];

/** The place of a range in the queue, what it waits for, and about how long. */
export function QueueLine({ queue }: { queue: QueuePlace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { place, of, reason, needs = 0, free = 0, seconds } = queue;
  const figure = inBytes.includes(reason) ? format.size : format.number;
  return (
    <p className="queue-line">
      <strong>{t('queue.place', { place: format.number(place), of: format.number(of) })}</strong>{' '}
      {t(`queue.${reason}`, { needs: figure(needs), free: figure(free) })}
      {seconds !== undefined && <> {t('queue.about', { time: format.duration(`${seconds}s`) })}</>}
    </p>
  );
}
