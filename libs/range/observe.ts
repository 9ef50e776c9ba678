import type { ContainerFacts, Engine } from './engine-model.js';
import type { Helper } from './helper.js';
import { EngineError } from './errors.js';
import { holdFolder, labelFilter, labelKeys, labelledCount } from './labels.js';
import { lookAtLinks, readLinks } from './link.js';
import type { ObservedNode, ObservedRange } from './model.js';

const lookTimeoutMs = 20_000;

/** What the engine has of a range, found by label. */
export async function observe(engine: Engine, helper: Helper, range: string): Promise<ObservedRange> {
  const labels = labelFilter(helper.installation, range);
  const [containers, networks] = await Promise.all([
    engine.containers.list(labels),
    engine.networks.list(labels),
  ]);
  const listed = containers.filter((c) => c.labels[labelKeys.node] !== undefined);
  // The engine tells of an end before its list knows of it; only a look at the container itself is up to date.
  const nodes = (await Promise.all(listed.map((c) => engine.containers.inspect(c.id)))).filter(
    (facts) => facts !== undefined,
  );
  const { waiting, links } = await lookInside(helper, range, nodes);
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
      state: waiting.get(c.id) ?? stateOf(c),
    })),
    links,
  };
}

function stateOf({ state }: ContainerFacts): ObservedNode['state'] {
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

interface Inside {
  /** Of the running containers, those whose first process still waits. */
  waiting: Map<string, 'held' | 'prepared'>;
  links: Record<string, string>;
}

/** What only the host itself knows of a range that runs. One look by the helper for all of it. */
async function lookInside(helper: Helper, range: string, nodes: ContainerFacts[]): Promise<Inside> {
  const running = nodes.filter((c) => c.state === 'running' && c.pid > 0);
  if (running.length === 0) return { waiting: new Map(), links: {} };
  const looks = running.map(({ id, pid }) => {
    const test = `timeout -s KILL 5 chroot /proc/${pid}/root ${holdFolder}/busybox test -e ${holdFolder}/run`;
    return `${test}/released || { ${test}/prepared && echo prepared ${id} || echo held ${id}; }`;
  });
  const script = [...looks, ...lookAtLinks(range), 'echo looked', ''].join('\n');
  const { stdout, timedOut, stderr } = await helper.run(script, lookTimeoutMs);
  if (timedOut || !/^looked$/m.test(stdout)) {
    throw new EngineError(
      `the host helper could not look at the range's nodes: ${stderr.trim() || 'no answer'}`,
    );
  }
  const told = stdout.matchAll(/^(held|prepared) (\w+)$/gm);
  const waiting = new Map([...told].map(([, state, id]) => [id!, state as 'held' | 'prepared']));
  return { waiting, links: readLinks(stdout) };
}
