import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '#probes';
import {
  apply,
  awaitReady,
  connectEngine,
  desire,
  ensureHelper,
  ensureIsolation,
  findNode,
  networkName,
  observe,
  openTerminal,
  plan,
  removeHelper,
  sweep,
  type DesiredRange,
  type Helper,
  type Step,
} from '#range';
import { scenarioSchema, type Scenario } from '#scenario';

const installation = `t-range-${process.pid}`;
const pool = '10.200.0.0/16';
const engine = connectEngine({ host: process.env.DOCKER_HOST });
let helper: Helper;
let base: string;

const web = 'mkdir -p /srv/www; cp /etc/flag /srv/www/flag; exec /.vocr/busybox httpd -f -p 80 -h /srv/www';
const scenario: Scenario = scenarioSchema.parse({
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

function wanted(range: string, generation = 1): DesiredRange {
  const images = Object.fromEntries(Object.keys(scenario.nodes).map((node) => [node, base]));
  const flag = { path: '/etc/flag', content: Buffer.from(`flag of ${range}`), uid: 0, gid: 0, mode: 0o640 };
  return desire({ scenario, range, generation, images, values: { web: { files: [flag] } } });
}

async function converge(
  range: string,
  desired: DesiredRange | undefined,
  steps: Step[] = [],
): Promise<Step[]> {
  const next = plan(desired, await observe(engine, helper, range));
  if (next.length === 0) return steps;
  await apply(next, desired, { engine, helper, pool });
  return converge(range, desired, [...steps, ...next]);
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

/** Fetches the flag with nothing but a shell; prints it, or why not. */
const lookAt = (host: string) =>
  `timeout 3 bash -c 'exec 3<>/dev/tcp/${host}/80 && printf "GET /flag HTTP/1.0\\r\\n\\r\\n" >&3 && tail -n 1 <&3' 2>&1 || echo unreachable`;

beforeAll(async () => {
  helper = await ensureHelper(engine, { installation });
  const image = await engine.images.inspect('debian:bookworm-slim');
  if (!image) throw new Error('debian:bookworm-slim is not on the engine');
  base = image.id;
  await ensureIsolation(helper);
});

afterAll(async () => {
  await sweep(engine, { installation, known: new Set() });
  await removeHelper(engine, installation);
});

describe('two ranges of the same addresses', () => {
  const ranges = ['aaaaaaaa', 'bbbbbbbb'];

  it('come up at once, and a second look finds nothing to do', async () => {
    await Promise.all(ranges.map((range) => converge(range, wanted(range))));
    await Promise.all(ranges.map(awaitWeb));
    for (const range of ranges) expect(plan(wanted(range), await observe(engine, helper, range))).toEqual([]);
  });

  it('have the addresses that the scenario declares, in its order, and no way out', async () => {
    const shown = await inside(
      'aaaaaaaa',
      'web',
      'cat /proc/net/route | tail -n +2 | cut -f 1,2,3 | sort; cat /proc/net/fib_trie',
    );
    expect(shown).toContain('192.168.56.20');
    expect(shown).toContain('10.10.20.2');
    expect(shown).toMatch(/^eth0\t0038A8C0\t00000000\neth1\t00140A0A\t00000000\n/m);
    expect(shown).not.toMatch(/^eth\d\t00000000\t/m);
    expect(shown).not.toContain('10.200.');
  });

  it('each reach their own web server and not the other one', async () => {
    for (const range of ranges) {
      expect(await inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
      expect(await inside(range, 'box', lookAt('192.168.56.20'))).toBe(`flag of ${range}`);
    }
  });

  it('resolve names of shared networks only', async () => {
    expect(await inside('aaaaaaaa', 'box', 'getent hosts box web db; echo $?')).toBe(
      '192.168.56.10   box\n192.168.56.20   web\n2',
    );
    expect(await inside('aaaaaaaa', 'web', 'getent hosts db')).toBe('10.10.20.30     db');
    expect(await inside('aaaaaaaa', 'box', 'cat /tmp/first')).toContain('192.168.56.20\tweb');
  });

  it('keep the second network out of reach, even through the node between', async () => {
    expect(await inside('aaaaaaaa', 'box', lookAt('10.10.20.30'))).toContain('unreachable');
    expect(await inside('aaaaaaaa', 'web', 'cat /proc/sys/net/ipv4/ip_forward')).toBe('0');
  });

  it('bound what a node writes, in bytes and in files, anywhere', async () => {
    const fill = 'cd /var/tmp && head -c 64M /dev/zero >big; stat -c %s big; rm big';
    const shown = await inside('aaaaaaaa', 'box', fill);
    expect(shown).toContain('No space left on device');
    expect(Number(/^(\d+)$/m.exec(shown)![1])).toBeLessThan(17 * 2 ** 20);
    const many =
      'mkdir /root/m; i=0; while [ $i -lt 9000 ]; do touch /root/m/$i || break; i=$((i+1)); done; echo made $i; rm -r /root/m';
    expect(await inside('aaaaaaaa', 'box', many)).toMatch(/^made [1-4]\d{3}\n.*No space left on device$/);
    expect(await inside('aaaaaaaa', 'box', 'touch /.vocr/busybox /new 2>&1')).toMatch(
      /(Read-only[\s\S]*){2}/,
    );
    expect(
      await inside('aaaaaaaa', 'box', 'stat -c "%a %n" /tmp /root; grep -c /.vocr/run/disk /proc/mounts'),
    ).toMatch(/^1777 \/tmp\n700 \/root/);
  });

  it('answer probes from outside, and a shell in a payload stays text', async () => {
    const at = await target('aaaaaaaa', 'web', '192.168.56.20');
    const http = { port: 80, path: '/flag', method: 'GET' as const, headers: {}, contains: [], lacks: [] };
    expect(await ask({ http: { ...http, contains: ['flag of aaaaaaaa'] } }, at)).toMatchObject({
      outcome: 'passed',
    });
    expect(await ask({ http: { ...http, contains: ['flag of bbbbbbbb'] } }, at)).toMatchObject({
      outcome: 'failed',
    });
    expect(await ask({ http: { ...http, path: `/flag?q=' OR 1=1 -- $(id) "; &` } }, at)).toMatchObject({
      outcome: 'passed',
    });
    expect(await ask({ http: { ...http, status: 404, path: '/none' } }, at)).toMatchObject({
      outcome: 'passed',
    });
    expect(await ask({ http: { ...http, port: 81 } }, at)).toMatchObject({ outcome: 'failed' });
    expect(await ask({ tcp: { port: 80 } }, at)).toMatchObject({ outcome: 'passed' });
    expect(await ask({ tcp: { port: 81 } }, at)).toMatchObject({ outcome: 'failed' });
    expect(await ask({ tcp: { port: 80 } }, { ...at, pid: 4_000_000 })).toMatchObject({ outcome: 'unknown' });
    const run = { user: 'root', exitCode: 0, contains: [] };
    expect(
      await ask({ command: { ...run, run: ['cat', '/etc/flag'], contains: ['aaaaaaaa'] } }, at),
    ).toMatchObject({ outcome: 'passed' });
    expect(await ask({ command: { ...run, run: ['false'] } }, at)).toMatchObject({ outcome: 'failed' });
    expect(await ask({ command: { ...run, run: ['true'] } }, { ...at, container: 'nope' })).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('open a terminal with a size, in the home of its user', async () => {
    const terminal = await openTerminal(engine, {
      installation,
      range: 'aaaaaaaa',
      node: 'box',
      user: 'root',
      shell: ['/bin/bash', '-l'],
      cols: 91,
      rows: 33,
    });
    let seen = '';
    terminal.stream.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    terminal.stream.write('stty size; pwd; exit\n');
    await new Promise((resolve) => terminal.stream.once('end', resolve));
    expect(seen).toMatch(/33 91\r\n[\s\S]*\/root\r\n/);
    expect(await terminal.exitCode()).toBe(0);
  });
});

describe('a range that drifts', () => {
  const range = 'cccccccc';

  it('converges from a launch cut short after each number of steps', async () => {
    const desired = wanted(range);
    for (let cut = 1; cut <= 6; cut++) {
      let begun = 0;
      const stop = new AbortController();
      const cutShort = apply(plan(desired, await observe(engine, helper, range)), desired, {
        engine,
        helper,
        pool,
        parallel: 1,
        signal: stop.signal,
        onProgress: (_step, phase) => {
          if (phase === 'begin' && ++begun === cut) stop.abort(new Error('cut short'));
        },
      });
      await expect(cutShort).rejects.toThrow('cut short');
      await converge(range, desired);
      await awaitWeb(range);
      expect(plan(desired, await observe(engine, helper, range))).toEqual([]);
      await converge(range, undefined);
    }
  });

  it('holds and prepares a node again when it was killed or restarted', async () => {
    const desired = wanted(range);
    await converge(range, desired);
    const { container } = (await findNode(engine, { installation, range, node: 'web' }))!;
    await helper.run(`kill -9 ${(await engine.containers.inspect(container))!.pid}`, 5_000);
    await expect
      .poll(async () => (await findNode(engine, { installation, range, node: 'web' }))?.ended)
      .toContain('code 137');
    expect((await converge(range, desired)).map((s) => s.kind)).toEqual(['start-node', 'prepare-nodes']);
    await awaitWeb(range);
    expect(await inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
  });

  it('freezes and goes on', async () => {
    const desired = wanted(range);
    await converge(range, { ...desired, suspended: true });
    expect((await observe(engine, helper, range)).nodes.map((n) => n.state)).toEqual([
      'paused',
      'paused',
      'paused',
    ]);
    await converge(range, desired);
    expect((await observe(engine, helper, range)).nodes.map((n) => n.state)).toEqual([
      'running',
      'running',
      'running',
    ]);
  });

  it('is made anew by a reset and gone after its end', async () => {
    await converge(range, wanted(range, 2));
    await awaitWeb(range);
    const observed = await observe(engine, helper, range);
    expect(observed.nodes.map((n) => n.generation)).toEqual([2, 2, 2]);
    await converge(range, undefined);
    expect(await observe(engine, helper, range)).toEqual({ range, networks: [], nodes: [] });
    expect((await engine.networks.list()).some((n) => n.name === networkName(range, 'dmz'))).toBe(false);
  });
});

describe('a node that cannot live', () => {
  it('is named with the reason and the end of its log', async () => {
    const range = 'dddddddd';
    const desired = wanted(range);
    desired.nodes.find((n) => n.name === 'db')!.command = ['sh', '-c', 'echo cannot find my data; exit 3'];
    await converge(range, desired).catch(() => undefined);
    const ready = awaitReady({
      node: 'db',
      look: () => findNode(engine, { installation, range, node: 'db' }),
      intervalMs: 50,
      limitMs: 5_000,
      ask: async () => ask({ tcp: { port: 3306 } }, await target(range, 'db', '10.10.20.30')),
    });
    await expect(ready).rejects.toThrow(
      /node db failed: its main process ended with code 3[\s\S]*cannot find my data/,
    );
    await converge(range, undefined);
  });

  it('is refused when its image is gone', async () => {
    const desired = wanted('eeeeeeee');
    desired.nodes[0]!.image = `sha256:${'0'.repeat(64)}`;
    await expect(converge('eeeeeeee', desired)).rejects.toThrow(
      /node box failed: image .* is not on the engine/,
    );
    await converge('eeeeeeee', undefined);
  });
});

describe('sweeping', () => {
  it('tells first, then removes what no known range owns, and nothing else', async () => {
    const told = await sweep(engine, { installation, known: new Set(['aaaaaaaa']), dryRun: true });
    expect(told.containers.sort()).toEqual(['vocr-bbbbbbbb-box', 'vocr-bbbbbbbb-db', 'vocr-bbbbbbbb-web']);
    expect(told.networks.sort()).toEqual(['vocr-bbbbbbbb-backend', 'vocr-bbbbbbbb-dmz']);
    const swept = await sweep(engine, { installation, known: new Set(['aaaaaaaa']) });
    expect(swept.containers.sort()).toEqual(told.containers);
    expect((await observe(engine, helper, 'bbbbbbbb')).nodes).toEqual([]);
    expect((await observe(engine, helper, 'aaaaaaaa')).nodes).toHaveLength(3);
  });
});
