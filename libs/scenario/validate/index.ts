import type { Finding } from '../problem.js';
import { identities } from './identities.js';
import { networks } from './networks.js';
import { paths } from './paths.js';
import { prerequisites } from './prerequisites.js';
import { references } from './references.js';
import { solvable } from './solution.js';
import type { Rule, Subject } from './subject.js';
import { templates } from './templates.js';
import { texts } from './texts.js';
import { values } from './values.js';

/** Every rule of meaning, one a file. */
const rules: readonly Rule[] = [
  references,
  identities,
  prerequisites,
  networks,
  paths,
  texts,
  values,
  templates,
  solvable,
];

/** All that the rules find. */
export function findingsOf(subject: Subject): Finding[] {
  return rules.flatMap((rule) => [...rule(subject)]);
}
