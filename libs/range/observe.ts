import type { ContainerSummary, Engine } from './engine-model.js';
import type { Helper } from './helper.js';
import { EngineError } from './errors.js';
import { holdFolder, labelFilter, labelKeys, labelledCount } from './labels.js';
import type { ObservedNode, ObservedRange } from './model.js';

const lookTimeoutMs = 20_000;

/** What the engine has of a range, found by label. */
export async function observe(engine: Engine, helper: Helper, range: string): Promise<ObservedRange> {
  const labels = labelFilter(helper.installation, range);
  const [containers, networks] = await Promise.all([
    engine.containers.list(labels),
    engine.networks.list(labels),
  ]);
  const nodes = containers.filter((c) => c.labels[labelKeys.node] !== undefined);
  const held = await heldContainers(engine, helper, nodes);
  return {
    range,
    networks: networks.map((n) => ({
      id: n.id,
      name: n.labels[labelKeys.network] ?? '',
      generation: labelledCount(n.labels, labelKeys.generation),
    })),
    nodes: nodes.map((c) => ({
      id: c.id,
      name: c.labels[labelKeys.node]!,
      generation: labelledCount(c.labels, labelKeys.generation),
      reset: labelledCount(c.labels, labelKeys.reset),
      state: held.has(c.id) ? 'held' : stateOf(c),
    })),
  };
}

function stateOf({ state }: ContainerSummary): ObservedNode['state'] {
  switch (state) {
    case 'created':
    case 'running':
    case 'exited':
    case 'paused':
      return state;
    // `removing` and whatever a later engine may say: not usable any more.
    default:
      return 'dead';
  }
}

/** Of the running containers, those whose first process still waits. One look by the helper for all of them. */
async function heldContainers(
  engine: Engine,
  helper: Helper,
  nodes: ContainerSummary[],
): Promise<Set<string>> {
  const running = nodes.filter((c) => c.state === 'running');
  if (running.length === 0) return new Set();
  const facts = await Promise.all(running.map((c) => engine.containers.inspect(c.id)));
  const pids = facts.flatMap((f) => (f && f.pid > 0 ? [{ id: f.id, pid: f.pid }] : []));
  const script = pids
    .map(
      ({ id, pid }) =>
        `timeout -s KILL 5 chroot /proc/${pid}/root ${holdFolder}/busybox test -e ${holdFolder}/run/released || echo held ${id}`,
    )
    .join('\n');
  const { stdout, timedOut, stderr } = await helper.run(`${script}\necho looked\n`, lookTimeoutMs);
  if (timedOut || !/^looked$/m.test(stdout)) {
    throw new EngineError(
      `the host helper could not look at the range's nodes: ${stderr.trim() || 'no answer'}`,
    );
  }
  return new Set([...stdout.matchAll(/^held (\w+)$/gm)].map((m) => m[1]!));
}
