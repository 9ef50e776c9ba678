import { textIn, type Language, type Task } from '#scenario';

/** Something that an instructor should look at. It proves nothing by itself, and changes no points. */
export interface IntegrityFinding {
  kind: 'foreign-value' | 'same-wrong' | 'too-soon';
  /** Who it is about, by id; of a foreign value first who submitted it, then whose it is. */
  teams: string[];
  task: string;
  /** The events that it rests on, in order. */
  seqs: number[];
  /** What was seen, for people. Names events, never a value: values of teams are secrets. */
  evidence: Record<Language, string>;
}

/** How a report speaks of teams. */
export type NameOf = (team: string) => string;

/** A task's title as a report says it. */
export const titleIn = ({ title, id }: Task, language: Language): string =>
  textIn(title, [language, 'en', 'vi']) || id;

/** Exercise time for people: `0:02:05`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (n: number) => String(n % 60).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60))}:${two(seconds)}`;
}
