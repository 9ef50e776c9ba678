import type { Use } from '../schema/meaning.js';

/** What a text for some use may show, beside values that anyone may see. */
export interface Placement {
  /** A value that a team must earn: flags and passwords. */
  secret: boolean;
  /** Why it may not. */
  because?: string;
}

const everyProcess = 'can be read by every process of the node';

/** What may stand where; nowhere else are templates resolved. */
export const placements: Readonly<Record<Exclude<Use, 'plain'>, Placement>> = {
  text: { secret: false, because: 'is read by the learner' },
  file: { secret: true },
  answer: { secret: true },
  probe: { secret: true },
  environment: { secret: false, because: everyProcess },
  argument: { secret: false, because: everyProcess },
  attack: { secret: false, because: everyProcess },
};
