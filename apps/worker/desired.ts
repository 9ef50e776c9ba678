import type { RangeState } from '#exercise';
import type { StoredScenario } from '#persistence';
import { desire, type DesiredRange } from '#range';
import { nodeFiles, resolveAll, sharedValues, warmNodes, type InstallationPolicy } from '#scenario';

/** The generation that ranges of pools are built as. */
const warmGeneration = 1;

/** What a range is made of beside its team's values. */
interface Material {
  pack: StoredScenario;
  /** Image id by node. */
  images: Record<string, string>;
  policy: InstallationPolicy;
}

/** What a team's range must be: standing still, when it is `suspended`. @param own the team's values */
export function teamRange(
  range: RangeState,
  { pack: { scenario, files }, images, policy, suspended }: Material & { suspended: boolean },
  own: Readonly<Record<string, string>>,
): DesiredRange {
  return desire({
    scenario,
    range: range.id,
    generation: range.generation,
    ...(suspended ? { suspended } : {}),
    images,
    links: range.links,
    runtime: policy.runtimes.require,
    values: Object.fromEntries(
      Object.entries(scenario.nodes).map(([name, node]) => [
        name,
        { files: nodeFiles(node, files, own), ...settings(node, own), reset: range.resets[name] ?? 0 },
      ]),
    ),
  });
}

/** What a range of a pool must be, before anyone's values are in it: nodes that need them stay held. */
export function warmRange(
  range: string,
  { pack: { scenario, files }, images, policy }: Material,
): DesiredRange {
  const shared = sharedValues(scenario);
  const warm = warmNodes(scenario, files);
  return desire({
    scenario,
    range,
    generation: warmGeneration,
    images,
    runtime: policy.runtimes.require,
    values: Object.fromEntries(
      Object.entries(scenario.nodes).map(([name, node]) => [
        name,
        { files: warm[name]!.files, ...settings(node, shared), held: warm[name]!.waits },
      ]),
    ),
  });
}

type Node = StoredScenario['scenario']['nodes'][string];

const settings = ({ environment, command, ready }: Node, values: Readonly<Record<string, string>>) => ({
  environment: resolveAll(environment, values),
  ...(command ? { command: resolveAll(command, values) } : {}),
  ...(ready ? { ready: resolveAll(ready, values) } : {}),
});
