import type { ContainerFacts, Engine } from './engine-model.js';
import type { Helper } from './helper.js';
import { EngineError } from './errors.js';
import { holdFolder, labelFilter, labelKeys, labelledCount } from './labels.js';
import { lookAtLinks, readLinks, readPorts } from './link.js';
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
  const { found, ...seen } = await lookInside(helper, range, nodes);
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
      state: found.get(c.id) ?? stateOf(c),
    })),
    ...seen,
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
  /** Of the running containers, those whose first process still waits, or has ended since the engine said that they run. */
  found: Map<string, 'held' | 'prepared' | 'exited'>;
  links: Record<string, string>;
  ports?: string[];
}

/** What only the host itself knows of a range that runs. One look by the helper for all of it. */
async function lookInside(helper: Helper, range: string, nodes: ContainerFacts[]): Promise<Inside> {
  const running = nodes.filter((c) => c.state === 'running' && c.pid > 0);
  if (running.length === 0) return { found: new Map(), links: {} };
  const script = [lookAtHold, ...running.map(lookAt), ...lookAtLinks(range), 'echo looked', ''].join('\n');
  const { stdout, timedOut, stderr } = await helper.run(script, lookTimeoutMs);
  if (timedOut || !/^looked$/m.test(stdout)) {
    throw new EngineError(
      `the host helper could not look at the range's nodes: ${stderr.trim() || 'no answer'}`,
    );
  }
  const told = stdout.matchAll(/^(held|prepared|exited) (\w+)$/gm);
  const found = new Map([...told].map(([, state, id]) => [id!, state as 'held' | 'prepared' | 'exited']));
  return { found, links: readLinks(stdout), ports: readPorts(stdout) };
}

/**
 * Shell functions over the handle 9 on a container's first process. The number of a process may be another's by now, and who is
 * root inside may give its processes another root: a program is run only in the mounts of what is surely the container.
 */
export const lookAtHold = [
  'names() { while IFS= read -r line; do case "$line" in *"$1"*) return 0;; esac; done; return 1; }',
  `has() { timeout -s KILL 5 nsenter --mount=/proc/self/fd/9/ns/mnt -- ${holdFolder}/busybox test -e ${holdFolder}/run/$1; }`,
  'look() {',
  '  if names "$1" </proc/self/fd/9/cgroup; then has released || { has prepared && echo prepared $1 || echo held $1; }',
  // A sandbox of another runtime names the container among its arguments; nobody can look into it.
  '  elif grep -q "$1" /proc/self/fd/9/cmdline; then echo held $1; else echo exited $1; fi',
  '} 2>/dev/null',
].join('\n');

/** The look at one; a first process that has ended leaves no handle. */
export function lookAt({ id, pid }: Pick<ContainerFacts, 'id' | 'pid'>): string {
  if (!/^[0-9a-f]+$/.test(id)) throw new RangeError(`${id} is no container's id`);
  if (!Number.isSafeInteger(pid) || pid < 1) throw new RangeError(`${pid} is no process id`);
  return `{ look ${id}; } 9</proc/${pid} || echo exited ${id}`;
}
