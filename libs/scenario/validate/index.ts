import type { Finding } from '../problem.js';
import { answers } from './answers.js';
import { attacks } from './attacks.js';
import { identities } from './identities.js';
import { images } from './images.js';
import { internet } from './internet.js';
import { networks } from './networks.js';
import { paths } from './paths.js';
import { prerequisites } from './prerequisites.js';
import { references } from './references.js';
import { roles } from './roles.js';
import { resolvers, routers } from './routers.js';
import { solvable } from './solution.js';
import type { Rule, Subject } from './subject.js';
import { templates } from './templates.js';
import { texts } from './texts.js';
import { timeline } from './timeline.js';
import { values } from './values.js';
import { worth } from './worth.js';

/** Every rule of meaning, one a file. */
const rules: readonly Rule[] = [
  references,
  identities,
  prerequisites,
  networks,
  routers,
  resolvers,
  internet,
  paths,
  images,
  texts,
  values,
  worth,
  answers,
  roles,
  attacks,
  timeline,
  templates,
  solvable,
];

/** Most findings of one rule: who has more will not read on, and a hostile file could have no end of them. */
const limit = 120;

/** All that the rules find. */
export function findingsOf(subject: Subject): Finding[] {
  return rules.flatMap((rule) => {
    const found: Finding[] = [];
    for (const finding of rule(subject)) {
      if (found.push(finding) >= limit) break;
    }
    return found;
  });
}
