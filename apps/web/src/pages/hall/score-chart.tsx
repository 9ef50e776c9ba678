import { useQueries } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ledgerQuery, type Exercise, type Standing } from '../../api/queries.js';
import { sayClock, useFormat } from '../../i18n/format.js';
import { heightOf, scoreLine, stepPath } from './score-lines.js';

/** How many teams have a line. */
export const chartedTeams = 10;
const width = 1_000;
const height = 360;

interface Props {
  exercise: Exercise;
  rows: readonly Standing[];
}

/** The scores of the best teams over the exercise's time. The table says the same in figures. */
export function ScoreChart({ exercise, rows }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const best = rows.slice(0, chartedTeams);
  const ledgers = useQueries({ queries: best.map(({ team }) => ledgerQuery(exercise.id, team)) });
  const moves = ledgers.map(({ data }) => data ?? []);
  const clock = Math.max(exercise.clock.ms, ...moves.flat().map((entry) => entry.clock));
  const drawn = moves.map((entries) => scoreLine(entries, clock));
  const scores = drawn.flat().map(({ score }) => score);
  const [lowest, highest] = [Math.min(0, ...scores), Math.max(1, ...scores)];
  const scale = { width, height, clock, lowest, highest };
  return (
    <figure className="chart">
      <figcaption className="small soft">{t('hall.chart')}</figcaption>
      <svg viewBox={`-70 -20 ${width + 90} ${height + 60}`} aria-hidden="true">
        {[...new Set([lowest, 0, highest])].map((score) => (
          <g key={score} className="chart-axis">
            <line x1={0} x2={width} y1={heightOf(score, scale)} y2={heightOf(score, scale)} />
            <text x={-10} y={heightOf(score, scale)} textAnchor="end" dominantBaseline="middle">
              {format.number(score)}
            </text>
          </g>
        ))}
        <text className="chart-end" x={width} y={height + 30} textAnchor="end">
          {sayClock(clock)}
        </text>
        {drawn.map((line, index) => (
          <path key={best[index]!.team} className={`chart-line chart-${index}`} d={stepPath(line, scale)} />
        ))}
      </svg>
    </figure>
  );
}
