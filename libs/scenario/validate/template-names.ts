import { networkCidr, nodeIp, teamNameTemplate } from '../places.js';
import type { Path } from '../path.js';
import type { Named } from '../schema/meaning.js';
import type { Subject } from './subject.js';

/** What templates of things that attacks learn begin with. */
export const factPrefix = 'facts.';

/** What a template may name anywhere: a variable, the team's name, and where nodes and networks are. */
export function namesOf({ scenario, declared }: Subject): Set<string> {
  const addresses = [...declared.nodes].flatMap((node) => {
    // Of a node that is wrong as a whole, nothing is known to be missing.
    if (!Object.hasOwn(scenario.nodes, node)) return [nodeIp(node)];
    const networks = Object.keys(scenario.nodes[node]!.networks);
    return networks.length === 0 ? [] : [nodeIp(node), ...networks.map((network) => nodeIp(node, network))];
  });
  return new Set([
    ...declared.variables,
    ...addresses,
    ...[...declared.networks].map(networkCidr),
    teamNameTemplate,
  ]);
}

/** What a template may name at a place of an attack: facts that a step before it learns. */
export function factsAt(path: Path, { scenario }: Subject): string[] {
  const [top, attack, , step] = path;
  if (top !== 'attacks' || typeof attack !== 'string' || !Object.hasOwn(scenario.attacks, attack)) return [];
  const before = scenario.attacks[attack]!.steps.slice(0, Number(step));
  return before.flatMap(({ facts }) => Object.keys(facts)).map((fact) => `${factPrefix}${fact}`);
}

/** The key of the root that declares what a template names. */
export function declarerOf(name: string): Named {
  if (name.startsWith('nodes.')) return 'nodes';
  if (name.startsWith('networks.')) return 'networks';
  return name.startsWith(factPrefix) ? 'attacks' : 'variables';
}
