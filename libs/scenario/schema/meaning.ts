import { z } from 'zod';

/** What a text of a scenario is for, as far as templates in it go. */
export type Use =
  | 'text' // read by people, once they have a team
  | 'file'
  | 'answer'
  | 'probe' // asked from outside the node
  | 'environment' // can be read by every process of the node
  | 'argument' // likewise
  | 'attack' // the same, of a command that an attack runs
  | 'plain'; // templates are not resolved

/** Keys of the root whose entries other places name. */
export type Named = 'networks' | 'nodes' | 'variables' | 'tasks' | 'services' | 'attacks';

/**
 * What a part of the schema means beyond its form. It stands where the part is declared, so that a new kind of task, probe or
 * inject is one file: rules, templates and the look for what cannot run yet follow these marks and know no kind.
 */
export interface Meaning {
  /** The value, or a map's key, is the name of something declared there. */
  refers?: Named;
  /** What texts in here are for, unless one within says otherwise. */
  use?: Use;
  /** A text per language. */
  isText?: true;
  /** A question to a node, put from another one when `from` names it. */
  isQuestion?: true;
  /** A list in which this must not be there twice: the items, or what they have at a key. */
  once?: { what: string; by?: string };
  /** A list of which the items' points, where they have any, are shares of those of the task around it. */
  areShares?: true;
  /** Names a step of an attack, by `attack` and `step`. */
  isStep?: true;
  /** The path of something in the scenario's folder: a file, or a folder with a Dockerfile. */
  inFolder?: 'file' | 'image';
  /** Sets of keys, of each of which exactly one must be written. */
  oneOf?: readonly (readonly string[])[];
  /** What the platform cannot do yet, as a noun in the plural; a scenario that has it validates but is not launched. */
  notYet?: string;
}

const meanings = z.registry<Meaning>();

/** The same schema with a meaning; the one that is given stays as it is. */
export function mark<T extends z.ZodType>(schema: T, meaning: Meaning): T {
  const marked = schema.clone() as T;
  meanings.add(marked, { ...meaningOf(schema), ...meaning });
  return marked;
}

/** Meanings as they were found: a registry looks through all that a schema was made from, each time. */
const found = new WeakMap<z.core.$ZodType, { meaning: Meaning | undefined }>();

/** What a schema was marked with, if it was. */
export function meaningOf(schema: z.core.$ZodType): Meaning | undefined {
  const known = found.get(schema) ?? { meaning: meanings.get(schema) };
  found.set(schema, known);
  return known.meaning;
}
