/** What a probe was answered. `unknown`: it could not be asked, which says nothing about the node. */
export interface Answer {
  outcome: 'passed' | 'failed' | 'unknown';
  /** What was seen, in a line for a person. Never holds what a learner may not see beyond the node's own output. */
  detail: string;
}

/** Wall time for one question, ms. */
export const askLimitMs = 10_000;
/** Bytes of a node's output that are looked at. */
export const outputLimit = 256 * 1024;

export const passed = (detail: string): Answer => ({ outcome: 'passed', detail });
export const failed = (detail: string): Answer => ({ outcome: 'failed', detail });
export const unknown = (detail: string): Answer => ({ outcome: 'unknown', detail });

/** One line, short enough for a log of events. */
export function brief(text: string, most = 200): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
