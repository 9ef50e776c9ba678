import type { Setting } from '#exercise';
import type { IntegrityFacts } from './facts.js';
import type { IntegrityFinding, NameOf } from './finding.js';
import { foreignValues } from './foreign-values.js';
import { sameWrong } from './same-wrong.js';
import { tooSoon } from './too-soon.js';

/** What an instructor should look at, in the order in which it came to be. @param rules as they are now */
export function integrityReport(
  facts: IntegrityFacts,
  rules: Setting,
  name: NameOf = (team) => team,
): IntegrityFinding[] {
  const found = [foreignValues, sameWrong, tooSoon].flatMap((look) => [...look(facts, rules, name)]);
  const last = ({ seqs }: IntegrityFinding) => seqs.at(-1) ?? 0;
  return found.sort((a, b) => last(a) - last(b));
}
