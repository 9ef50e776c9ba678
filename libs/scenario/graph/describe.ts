import { addressPlan } from '../addresses.js';
import { textIn } from '../public.js';
import type { Language, Scenario } from '../schema.js';
import { words } from './words.js';

/** The topology in sentences, for whoever cannot see the picture. One line a network and a machine. */
export function describeTopology(
  scenario: Pick<Scenario, 'networks' | 'nodes' | 'languages'>,
  language: Language,
): string {
  const say = words[language];
  const plan = addressPlan(scenario);
  const networks = Object.entries(scenario.networks).map(([name, network]) => {
    const facts = [say.network(name, network.cidr), ...factsOf(network, language)];
    if (network.internet !== 'none') facts.push(say.allows(network.internet.allow.join(', ')));
    return `${facts.join('; ')}.`;
  });
  const nodes = Object.entries(scenario.nodes).map(([name, node]) => {
    const title = node.title ? textIn(node.title, [language, ...scenario.languages]) : '';
    const at = (plan[name] ?? []).map(({ network, address }) => `${network} ${address}`).join(', ');
    const facts = [
      title ? `${name} (${title})` : name,
      at || say.alone,
      ...(node.router ? [say.router, say.forwards(node.router.rules.length, node.router.forward)] : []),
      ...(node.terminal ? [say.hasTerminal] : []),
    ];
    return `${facts.join('; ')}.`;
  });
  return [...networks, ...nodes].join('\n');
}

/** What sets a network apart, in a few words each. */
export function factsOf(network: Scenario['networks'][string], language: Language): string[] {
  const say = words[language];
  const { internet, dns, delay, loss, rate } = network;
  return [
    ...(internet === 'none' ? [] : [say.internet(internet.allow.length)]),
    ...(dns === undefined ? [] : [say.dns(dns)]),
    ...(delay === undefined ? [] : [say.delay(delay)]),
    ...(loss === undefined ? [] : [say.loss(loss)]),
    ...(rate === undefined ? [] : [say.rate(rate)]),
  ];
}
