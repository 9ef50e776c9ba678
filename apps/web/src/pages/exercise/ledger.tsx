import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ledgerQuery } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';

const lookOf = (points: number) => (points === 0 ? 'soft' : points < 0 ? 'bad-text' : 'good-text');

/** Every point of a team, newest first: what it is for, in words, which say the exercise's time, and when that was. */
export function Ledger({ exercise, team }: { exercise: string; team: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useText();
  const ledger = useQuery(ledgerQuery(exercise, team));
  return (
    <Fetched query={ledger}>
      {(entries) =>
        entries.length === 0 ? (
          <p className="soft">{t('ledger.empty')}</p>
        ) : (
          <ol className="ledger" aria-label={t('ledger.title')}>
            {[...entries].reverse().map((entry, index) => (
              <li key={`${entry.seq} ${index}`} className="ledger-entry">
                <span className={`ledger-points ${lookOf(entry.points)}`}>{format.points(entry.points)}</span>
                <span>
                  {text(entry.words)}
                  <span className="soft small ledger-when">{format.time(entry.at)}</span>
                </span>
              </li>
            ))}
          </ol>
        )
      }
    </Fetched>
  );
}
