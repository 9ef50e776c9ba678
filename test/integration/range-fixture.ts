import { readConfig } from '#config';
import { ask } from '#probes';
import {
  apply,
  awaitReady,
  connectEngine,
  desire,
  ensureHelper,
  ensureIsolation,
  findNode,
  observe,
  plan,
  removeHelper,
  sweep,
  type DesiredRange,
  type EngineAddress,
  type Helper,
  type Step,
} from '#range';
import { scenarioSchema, type Scenario } from '#scenario';

/** Pool of the tests of ranges, apart from the one of an installation on the same engine. */
export const pool = '10.200.0.0/16';

const web = 'mkdir -p /srv/www; cp /etc/flag /srv/www/flag; exec /.vocr/busybox httpd -f -p 80 -h /srv/www';
export const scenario: Scenario = scenarioSchema.parse({
  apiVersion: 'vocr/v1',
  id: 'three-nodes',
  version: '1.0.0',
  title: { en: 'Three nodes' },
  summary: { en: 'Two networks' },
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '10m',
  languages: ['en'],
  networks: { dmz: { cidr: '192.168.56.0/24' }, backend: { cidr: '10.10.20.0/24' } },
  nodes: {
    box: {
      image: 'debian:bookworm-slim',
      command: ['sh', '-c', 'cat /etc/hosts >/tmp/first; exec sleep infinity'],
      networks: { dmz: { address: '192.168.56.10' } },
      capabilities: ['NET_RAW', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETUID', 'SETGID'],
      resources: { disk: '16M', memory: '64M' },
      terminal: { shell: ['/bin/bash', '-l'] },
    },
    web: {
      image: 'debian:bookworm-slim',
      command: ['sh', '-c', web],
      networks: { dmz: { address: '192.168.56.20' }, backend: {} },
      capabilities: ['NET_BIND_SERVICE'],
      resources: { disk: '16M' },
      ready: { http: { path: '/flag', status: 200 } },
    },
    db: {
      image: 'debian:bookworm-slim',
      command: ['/.vocr/busybox', 'httpd', '-f', '-p', '3306', '-h', '/srv'],
      networks: { backend: { address: '10.10.20.30' } },
      ready: { tcp: { port: 3306 } },
    },
  },
});

/** Fetches the flag with nothing but a shell; prints it, or why not. */
export const lookAt = (host: string) =>
  `timeout 3 bash -c 'exec 3<>/dev/tcp/${host}/80 && printf "GET /flag HTTP/1.0\\r\\n\\r\\n" >&3 && tail -n 1 <&3' 2>&1 || echo unreachable`;

const mostRounds = 10;

/**
 * An installation of a test's own on the real engine, or on the one that is named. Files run side by side, so each has ranges
 * of other names: the bridges of a host are named by them.
 */
export async function testInstallation(
  name: string,
  address: EngineAddress = readConfig(process.env).engine,
) {
  const installation = `t-${name}-${process.pid}`;
  const engine = connectEngine(address);
  const image = await engine.images.inspect('debian:bookworm-slim');
  if (!image) throw new Error('debian:bookworm-slim is not on the engine');
  const base = image.id;
  const helper: Helper = await ensureHelper(engine, { installation });
  await ensureIsolation(helper);

  function wanted(range: string, generation = 1): DesiredRange {
    const images = Object.fromEntries(Object.keys(scenario.nodes).map((node) => [node, base]));
    const flag = { path: '/etc/flag', content: Buffer.from(`flag of ${range}`), uid: 0, gid: 0, mode: 0o640 };
    return desire({ scenario, range, generation, images, values: { web: { files: [flag] } } });
  }

  /** Plans once and applies it. */
  async function advance(range: string, desired: DesiredRange | undefined): Promise<Step[]> {
    const steps = plan(desired, await observe(engine, helper, range));
    await apply(steps, desired, { engine, helper, pool });
    return steps;
  }

  /** Advances until nothing is left to do, and gives all that was done. */
  async function converge(range: string, desired: DesiredRange | undefined): Promise<Step[]> {
    const done: Step[] = [];
    for (let round = 0; round < mostRounds; round++) {
      const steps = await advance(range, desired);
      if (steps.length === 0) return done;
      done.push(...steps);
    }
    throw new Error(`${range} is not as it must be after ${mostRounds} plans`);
  }

  async function inside(range: string, node: string, command: string): Promise<string> {
    const { container } = (await findNode(engine, { installation, range, node }))!;
    const result = await engine.exec(container, { command: ['sh', '-c', command], timeoutMs: 20_000 });
    return `${result.stdout}${result.stderr}`.trim();
  }

  async function target(range: string, node: string, address: string) {
    const { container, pid, startedAt } = (await findNode(engine, { installation, range, node }))!;
    return { engine, helper, container, pid, startedAt, address };
  }

  async function awaitWeb(range: string): Promise<void> {
    await awaitReady({
      node: 'web',
      look: () => findNode(engine, { installation, range, node: 'web' }),
      ask: async () => ask(scenario.nodes.web!.ready!, await target(range, 'web', '192.168.56.20')),
      limitMs: 20_000,
      intervalMs: 100,
    });
  }

  async function remove(): Promise<void> {
    await sweep(engine, { installation, known: async () => new Set() });
    await removeHelper(engine, installation);
  }

  return { installation, engine, helper, wanted, advance, converge, inside, target, awaitWeb, remove };
}
