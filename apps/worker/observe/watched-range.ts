import { desire, proxiesOf, resolversOf, type WatchedRange } from '#range';
import type { Scenario } from '#scenario';

/** The range as a watch needs it: where its nodes are plugged in depends on neither images nor values. */
export function watchedRange(scenario: Scenario, range: string): WatchedRange {
  const names = [...Object.keys(scenario.nodes), ...resolversOf(scenario), ...proxiesOf(scenario)];
  const images = Object.fromEntries(names.map((name) => [name, 'not looked at']));
  return desire({ scenario, range, generation: 1, images, values: {} });
}
