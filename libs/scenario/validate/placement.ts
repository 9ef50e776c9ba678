import type { Use } from '../schema/meaning.js';

/** What a text for some use may show, beside values that anyone may see. */
export interface Placed {
  /** A value that a team must earn: flags and passwords. */
  secret: boolean;
  /** The team's name: whoever plays chooses it. */
  teamName: boolean;
  /** What a step of an attack learned. */
  facts: boolean;
  /** What the text is, to say why it may not show something. */
  is: string;
}

const everyProcess = 'can be read by every process of the node';
const nothing = { secret: false, teamName: false, facts: false };

/** What may stand where; nowhere else are templates resolved. */
export const placements: Readonly<Record<Exclude<Use, 'plain'>, Placed>> = {
  text: { ...nothing, teamName: true, is: 'is read by the learner' },
  file: { ...nothing, secret: true, teamName: true, is: 'is a file of a node' },
  answer: { ...nothing, secret: true, is: 'decides who earns points' },
  probe: { ...nothing, secret: true, is: 'decides who earns points' },
  environment: { ...nothing, is: everyProcess },
  argument: { ...nothing, is: everyProcess },
  attack: { ...nothing, facts: true, is: everyProcess },
};
