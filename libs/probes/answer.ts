/** What a probe was answered. `unknown`: it could not be asked, which says nothing about the node. */
export interface Answer {
  outcome: 'passed' | 'failed' | 'unknown';
  /** What was seen, in a line for a person. Never holds what a learner may not see beyond the node's own output. */
  detail: string;
  /** Only of an unknown outcome: it was asked in order, and the node said nothing in time. No service does so. */
  silent?: true;
}

/** Wall time for one question, ms. */
export const askLimitMs = 10_000;
/** Bytes of a node's output that are looked at. */
export const outputLimit = 256 * 1024;

export const passed = (detail: string): Answer => ({ outcome: 'passed', detail });
export const failed = (detail: string): Answer => ({ outcome: 'failed', detail });
export const unknown = (detail: string): Answer => ({ outcome: 'unknown', detail });
/** Asked in order, and nothing was said in time. */
export const silent = (detail: string): Answer => ({ outcome: 'unknown', detail, silent: true });

/** One line, short enough for a log of events. */
export function brief(text: string, most = 200): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > most ? `${line.slice(0, most)}…` : line;
}

/** What is missing or too much in a text, in words that do not tell what was looked for; undefined when nothing is. */
export function wrongTexts(
  text: string,
  { contains, lacks = [] }: { contains: readonly string[]; lacks?: readonly string[] },
): string | undefined {
  if (contains.some((wanted) => !text.includes(wanted))) return 'lacks what it must contain';
  if (lacks.some((unwanted) => text.includes(unwanted))) return 'contains what it must not';
  return undefined;
}
