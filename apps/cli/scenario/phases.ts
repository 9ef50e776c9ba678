import { formatElapsed, type ProgressSink } from '../reporting/steps.js';

/** A step that ended, with its wall time. */
export interface Phase {
  title: string;
  ms: number;
  done: boolean;
}

/** Notes how long each step took, and passes everything on. */
export function noting(phases: Phase[], pass: ProgressSink): ProgressSink {
  return (event) => {
    if (event.kind === 'end') {
      phases.push({ title: event.title, ms: Math.round(event.milliseconds), done: event.done });
    }
    pass(event);
  };
}

/** All phases and their sum, one a line. */
export function formatPhases(phases: readonly Phase[]): string {
  const rows = [...phases, { title: 'total', ms: phases.reduce((sum, { ms }) => sum + ms, 0), done: true }];
  const width = Math.max(...rows.map(({ title }) => title.length));
  return rows
    .map(({ title, ms, done }) => {
      return `${title.padEnd(width)}  ${formatElapsed(ms).padStart(12)}${done ? '' : '  ✗'}`;
    })
    .join('\n');
}
