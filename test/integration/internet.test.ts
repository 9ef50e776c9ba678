import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apply,
  egressBridge,
  egressName,
  ensureIsolation,
  isolationRules,
  missingRules,
  observe,
  plan,
  removeScript,
  sweep,
  PolicyError,
  type DesiredRange,
} from '#range';
import { defaultPolicy, type InstallationPolicy } from '#scenario';
import { pretendInternet, type PretendInternet } from '../support/pretend-internet.js';
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.js';
import { until } from '../support/until.js';
import { awaitNodes, networkImages, networkScenario, wantedOf } from './network-fixture.js';
import { pool, testInstallation } from './range-fixture.js';

const allow = [
  'allowed.example:80',
  '*.wide.example:80',
  'inside.example:80',
  'metadata.example:80',
  'own.example:80',
];
const scenario = networkScenario(
  {
    lan: { cidr: '192.168.56.0/24', dns: '192.168.56.53', internet: { allow } },
    shut: { cidr: '192.168.57.0/24' },
  },
  {
    box: { networks: { lan: {} } },
    other: { networks: { shut: {} } },
    plain: { networks: { lan: {} }, command: ['perl', '-e', 'sleep 1e6'] },
  },
);
const policy: InstallationPolicy = {
  ...defaultPolicy,
  internet: { permit: ['*.example:80', '*.wide.example'], resolver: '203.0.113.10' },
};
const range = 'rrrrrrrr';
let own: PrivateEngine;
let internet: PretendInternet;
let t: Awaited<ReturnType<typeof testInstallation>>;
let desired: DesiredRange;

async function converge(wanted: DesiredRange | undefined, of = range): Promise<void> {
  for (let round = 0; round < 10; round++) {
    const steps = plan(wanted, await observe(t.engine, t.helper, of));
    if (steps.length === 0) return;
    await apply(steps, wanted, { engine: t.engine, helper: t.helper, pool, policy });
  }
  throw new Error('the range is not as it must be');
}

/** What the proxy answers to a request, from a node of its network. */
const proxied = (request: string) =>
  t.inside(
    range,
    'box',
    `timeout 15 bash -c 'exec 3<>/dev/tcp/proxy/3128 && printf "${request}" >&3 && cat <&3' 2>&1 || echo unreachable`,
  );
const get = (url: string) => proxied(`GET ${url} HTTP/1.1\\r\\nHost: elsewhere.example\\r\\n\\r\\n`);
/** What answers a connection without the proxy. */
const direct = (node: string, to: string, port: number, of = range) =>
  t.inside(
    of,
    node,
    `timeout 3 bash -c 'exec 3<>/dev/tcp/${to}/${port} && printf "GET / HTTP/1.0\\r\\n\\r\\n" >&3 && cat <&3' 2>&1 || echo unreachable`,
  );

beforeAll(async () => {
  own = await startPrivateEngine({ name: 'internet' });
  internet = await pretendInternet(own.netns(), {
    'allowed.example': '203.0.113.10',
    'a.wide.example': '203.0.113.10',
    'wide.example': '203.0.113.10',
    'other.example': '203.0.113.10',
    'inside.example': '192.168.77.10',
    'metadata.example': '169.254.169.254',
    'own.example': '192.168.56.2',
  });
  t = await testInstallation('internet', { host: own.host });
  desired = wantedOf(scenario, range, await networkImages(t, scenario));
  await converge(desired);
  await awaitNodes(t, desired);
});
afterAll(async () => {
  t?.helper.close();
  await internet?.stop();
  await own?.stop();
});

describe('a network that may reach places of the internet', () => {
  it('reaches them by its proxy, in the clear and by a tunnel', async () => {
    expect(await get('http://allowed.example/some?thing')).toContain(
      'here: GET /some?thing HTTP/1.1 for allowed.example',
    );
    expect(await get('http://A.wide.example:80/')).toContain('here: GET / HTTP/1.1 for a.wide.example');
    const tunnel = 'CONNECT allowed.example:80 HTTP/1.1\\r\\n\\r\\nGET /in HTTP/1.0\\r\\nHost: t\\r\\n\\r\\n';
    expect(await proxied(tunnel)).toMatch(/200 Connection established[^]*here: GET \/in HTTP\/1\.0 for t/);
    const post =
      'POST http://allowed.example/ HTTP/1.1\\r\\nContent-Length: 4\\r\\n\\r\\nbodyGET /smuggled HTTP/1.1\\r\\n\\r\\n';
    const answer = await proxied(post);
    expect(answer).toContain('here: POST / HTTP/1.1 for allowed.example with body');
    expect(answer).not.toContain('smuggled');
  });

  it.each([
    ['http://other.example/', 'other.example:80 is not among the places'],
    ['http://wide.example/', 'wide.example:80 is not among the places'],
    ['http://allowed.example:8080/', 'allowed.example:8080 is not among the places'],
    ['http://203.0.113.10/', '203.0.113.10:80 is not among the places'],
    ['http://allowed.example@10.99.0.10/', 'ask for http://HOST'],
    ['http://inside.example/', 'its address 192.168.77.10 is not one of the internet'],
    ['http://metadata.example/', 'its address 169.254.169.254 is not one of the internet'],
    ['http://own.example/', 'its address 192.168.56.2 is not one of the internet'],
    ['http://nowhere.wide.example/', 'its address is not known'],
  ])('is refused %s with the reason', async (url, why) => {
    const answer = await get(url);
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).toContain(why);
  });

  it('is told so in the log of its proxy', async () => {
    const proxy = (await t.engine.containers.list([])).find(({ name }) => name.endsWith('-proxy.lan'))!;
    const log = await t.engine.containers.logs(proxy.id, { lines: 200 });
    expect(log).toMatch(/passes 192\.168\.56\.\d+ GET allowed\.example:80 at 203\.0\.113\.10/);
    expect(log).toMatch(/refuses 192\.168\.56\.\d+: other\.example:80/);
  });

  it('has no other way out, and no other network has one', async () => {
    const ways: [node: string, to: string, port: number][] = [
      ['box', internet.address, 80],
      ['other', internet.address, 80],
      ['other', '192.168.56.254', 3128],
    ];
    const answers = await Promise.all(ways.map((way) => direct(...way)));
    expect(answers).toEqual(ways.map(() => expect.stringContaining('unreachable') as string));
    expect(await t.inside(range, 'other', 'cat /etc/hosts')).not.toContain('proxy');
  });
});

describe('the box of a proxy', () => {
  const proxyReaches = async (to: string, port: number) =>
    (await direct('proxy.lan', to, port)).includes('here:');
  /** Which of these places the proxy's box reaches. */
  const reached = async (places: [to: string, port: number][]) => {
    const answers = await Promise.all(places.map((place) => proxyReaches(...place)));
    return places.filter((_, index) => answers[index]);
  };
  /** The host at the outer address and at the proxies' gateway, and what is private, beyond the engine. */
  const hostAndPrivate = async (): Promise<[string, number][]> => {
    const [network] = (await t.engine.networks.list([])).filter(
      ({ name }) => name === egressName(t.installation),
    );
    const gateway = network!.subnets[0]!.replace(/\.\d+\/\d+$/, '.1');
    return [
      [internet.engineAddress, 8000],
      [gateway, 8000],
      ...internet.privateAddresses.map((address): [string, number] => [address, 80]),
    ];
  };

  it('reaches the internet, but neither the host nor anything private', async () => {
    expect(await proxyReaches(internet.address, 80)).toBe(true);
    expect(await reached(await hostAndPrivate())).toEqual([]);
  });

  it('would reach them without our rules, which are seen missing and put back before the next launch', async () => {
    const egress = isolationRules.filter(({ match }) => match.includes('vge-'));
    expect(egress).toHaveLength(4);
    const { exitCode } = await t.helper.run(removeScript(egress), 20_000);
    expect(exitCode).toBeDefined();
    expect(await missingRules(t.helper)).toEqual(egress);
    const places = await hostAndPrivate();
    expect(await reached(places)).toEqual(places);
    await ensureIsolation(t.helper);
    expect(await reached(places)).toEqual([]);
  });

  it('meets no other range’s, and comes back when it was removed', async () => {
    const second = 'ssssssss';
    const other = wantedOf(scenario, second, await networkImages(t, scenario));
    await converge(other, second);
    await awaitNodes(t, other);
    const bridge = egressBridge(t.installation);
    const tell = `print IO::Socket::INET->new(Proto => "udp", PeerAddr => "${internet.address}:9")->sockhost`;
    const address = await t.inside(second, 'proxy.lan', `perl -MIO::Socket::INET -e '${tell}'`);
    expect(address).toMatch(/^10\.200\./);
    // Nothing listens there: who gets through is refused by the other box itself.
    const meets = async () =>
      (await t.inside(range, 'proxy.lan', `timeout 3 bash -c 'exec 3<>/dev/tcp/${address}/9' 2>&1`)).includes(
        'refused',
      );
    const between = async (words: string) => {
      const { exitCode, stderr } = await t.helper.run(words, 10_000);
      expect([exitCode, stderr]).toEqual([0, '']);
    };
    expect(await meets()).toBe(false);
    await between(`iptables -I FORWARD -i ${bridge} -o ${bridge} -j ACCEPT`);
    expect(await meets()).toBe(false);
    const isolated = (word: string) =>
      `for p in /sys/class/net/${bridge}/brif/*; do ip link set dev "\${p##*/}" type bridge_slave isolated ${word}; done`;
    await between(isolated('off'));
    // A neighbour that was just asked for in vain is asked for again only after a while.
    await until('the other box is met once both controls are away', meets);
    await between(`iptables -D FORWARD -i ${bridge} -o ${bridge} -j ACCEPT; ${isolated('on')}`);
    expect(await meets()).toBe(false);
    await converge(undefined, second);
    const box = (await t.engine.containers.list([])).find(({ name }) => name.endsWith('-proxy.lan'))!;
    await t.engine.containers.remove(box.id);
    await converge(desired);
    await awaitNodes(t, desired);
    expect(await get('http://allowed.example/again')).toContain('here: GET /again');
  });

  it('is nobody’s but for places that the policy permits', async () => {
    const steps = plan(desired, { range, networks: [], nodes: [] }).filter(
      (step) => step.kind === 'create-node' && step.node === 'proxy.lan',
    );
    const launch = () =>
      apply(steps, desired, { engine: t.engine, helper: t.helper, pool, policy: defaultPolicy });
    await expect(launch()).rejects.toThrow(PolicyError);
    await expect(launch()).rejects.toThrow(/allowed\.example:80.* may not be reached; permitted are none/);
  });

  it('takes the way out along when the last one goes, not before', async () => {
    const labels = [`vocr.installation=${t.installation}`, 'vocr.role=egress'];
    const known = async () => new Set([range]);
    await sweep(t.engine, { installation: t.installation, known });
    expect(await t.engine.networks.list(labels)).toHaveLength(1);
    await converge(undefined);
    const swept = await sweep(t.engine, { installation: t.installation, known: async () => new Set() });
    expect(swept.networks).toEqual([egressName(t.installation)]);
    expect(await t.engine.networks.list(labels)).toEqual([]);
  });
});
