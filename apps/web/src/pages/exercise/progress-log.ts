import { isLogged, type ImagesProgress, type StreamMessage } from './stream-message.js';

/** One line of a launch's progress. `key` counts up, for lists. */
export interface ProgressLine {
  key: number;
  phase: string;
  node?: string;
  detail?: string;
  images?: ImagesProgress;
}

/** What the launch of each range last told, by range id. */
export type ProgressLog = Readonly<Record<string, readonly ProgressLine[]>>;

const mostLines = 40;
const startsAnew = ['range.requested', 'range.resetting', 'range.stopping', 'range.gone'];

/** The log after one more message. A line that only goes on with the last one replaces it. */
export function foldProgress(log: ProgressLog, message: StreamMessage): ProgressLog {
  if (isLogged(message)) {
    if (!message.range || !startsAnew.includes(message.type) || !(message.range in log)) return log;
    const { [message.range]: _old, ...others } = log;
    return others;
  }
  if (message.type !== 'progress') return log;
  const { phase, node, detail, images } = message;
  const line = { phase, node, detail, images };
  const lines = log[message.range] ?? [];
  const last = lines.at(-1);
  const goesOn = last?.phase === line.phase && last.node === line.node;
  if (goesOn && last.detail === line.detail) return log;
  const before = goesOn ? lines.slice(0, -1) : lines;
  const next = { key: (last?.key ?? 0) + 1, ...line };
  return { ...log, [message.range]: [...before, next].slice(-mostLines) };
}
