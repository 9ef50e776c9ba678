import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findNode, linkSupport, observe, plan, type DesiredRange } from '#range';
import { whyNoLink } from '#scenario';
import { until } from '../support/until.js';
import { awaitNodes, connect, greeter, networkImages, networkScenario, wantedOf } from './network-fixture.js';
import { testInstallation } from './range-fixture.js';

const bytes = 2_000_000;
/** Sends as many bytes to each who connects. */
const source = [
  'perl',
  '-MIO::Socket::INET',
  '-e',
  `my $l = IO::Socket::INET->new(LocalPort => 9000, Listen => 20, ReuseAddr => 1) or die $!; my $b = "x" x 10000;
   while (my $c = $l->accept) { next if fork; print $c $b for 1..${bytes / 10_000}; close $c; exit }`,
];
/** Fetches them, and prints how many came and in how many seconds. */
const fetch = `perl -MTime::HiRes=time -MIO::Socket::INET -e '$t = time; $s = IO::Socket::INET->new(PeerAddr => "10.5.0.20:9000", Timeout => 3) or die "no: $@"; $n = 0; $n += $r while $r = sysread($s, $b, 65536); printf "%d %.3f", $n, time - $t'`;
/** Counts the datagrams that come until none has for a second, and prints how many did; and sends such. */
const count = `perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(7000, INADDR_ANY)); setsockopt(S, SOL_SOCKET, SO_RCVBUF, 4000000); $SIG{ALRM} = sub { print $n // 0; exit }; alarm 15; while (1) { recv(S, $b, 100, 0); $n++; alarm 1 }'`;
const shower = `perl -MSocket -MTime::HiRes=usleep -e 'socket(S, PF_INET, SOCK_DGRAM, 17); for (1..1000) { send(S, "x", 0, sockaddr_in(7000, inet_aton("10.5.0.20"))); usleep 300 }'`;

const scenario = networkScenario(
  { slow: { cidr: '10.5.0.0/24', rate: '20mbit' }, free: { cidr: '10.6.0.0/24' } },
  {
    client: { networks: { slow: { address: '10.5.0.10' } } },
    server: {
      networks: { slow: { address: '10.5.0.20' }, free: {} },
      command: source,
      ready: { tcp: { port: 9000 } },
    },
    other: {
      networks: { free: { address: '10.6.0.30' } },
      command: greeter([9001]),
      ready: { tcp: { port: 9001 } },
    },
  },
);
const range = 'llllllll';

let t: Awaited<ReturnType<typeof testInstallation>>;
let images: Record<string, string>;
const wanted = (link?: object): DesiredRange => {
  const desired = wantedOf(scenario, range, images);
  const [slow, ...rest] = desired.networks;
  return link ? { ...desired, networks: [{ name: slow!.name, cidr: slow!.cidr, link }, ...rest] } : desired;
};
const seconds = async () => {
  const [came, took] = (await t.inside(range, 'client', fetch)).split(' ').map(Number);
  expect(came).toBe(bytes);
  return took!;
};

beforeAll(async () => {
  t = await testInstallation('link');
  images = await networkImages(t, scenario);
  await t.converge(range, wanted());
  await awaitNodes(t, wanted());
});
afterAll(() => t.remove());

describe('links', () => {
  it('are as the scenario says from the first frame on, and a second look finds nothing to do', async () => {
    expect(plan(wanted(), await observe(t.engine, t.helper, range))).toEqual([]);
    // 2 MB at 20 Mbit/s are 0.8 s, less the burst; without the link they take no hundredth of it.
    const slowed = await seconds();
    expect(slowed).toBeGreaterThan(0.6);
    expect(await t.inside(range, 'server', connect('10.6.0.30', 9001))).toMatch(/^10\.6\.0\./);
  });

  it('change while the range runs', async () => {
    const steps = await t.converge(range, wanted({ rateBit: 1_000_000_000 }));
    expect(steps.map(({ id }) => id)).toEqual(['shape-network slow']);
    const quick = await seconds();
    expect((await t.converge(range, wanted({ rateBit: 4_000_000 }))).map(({ id }) => id)).toEqual([
      'shape-network slow',
    ]);
    // At 4 Mbit/s they are 4 s, however much else the machine does.
    expect(quick).toBeLessThan(3);
    expect(await seconds()).toBeGreaterThan(3);
  });

  it('lose a share of the frames, or all, until they are whole again', async () => {
    await t.converge(range, wanted({ lossPercent: 30 }));
    const counted = t.inside(range, 'server', count);
    const listening = 'grep -q ":1B58 " /proc/net/udp && echo yes; exit 0';
    await until(
      'the counter listens',
      async () => (await t.inside(range, 'server', listening)) === 'yes',
      10_000,
    );
    await t.inside(range, 'client', shower);
    const came = Number(await counted);
    expect(came).toBeGreaterThan(600);
    expect(came).toBeLessThan(800);
    await t.converge(range, wanted({ lossPercent: 100, rateBit: 50_000_000 }));
    expect(await t.inside(range, 'client', connect('10.5.0.20', 9000))).toMatch(/^no: /);
    expect(await t.inside(range, 'server', connect('10.6.0.30', 9001))).toMatch(/^10\.6\.0\./);
    await t.converge(range, wanted({ rateBit: 1_000_000_000 }));
    await seconds();
  });

  it('are put right when a node starts anew or someone meddles with a port', async () => {
    const link = { rateBit: 20_000_000 };
    await t.converge(range, wanted(link));
    const { stdout } = await t.helper.run(`ls /sys/class/net/rng-${range}0/brif | head -n 1`, 5_000);
    await t.helper.run(`tc qdisc del dev ${stdout.trim()} root`, 5_000);
    expect((await t.converge(range, wanted(link))).map(({ id }) => id)).toEqual(['shape-network slow']);
    const at = { installation: t.installation, range, node: 'server' };
    await t.helper.run(`kill -9 ${(await findNode(t.engine, at))!.pid}`, 5_000);
    await expect.poll(async () => (await findNode(t.engine, at))?.ended).toBeDefined();
    const steps = await t.converge(range, wanted(link));
    expect(steps.map(({ kind }) => kind)).toEqual(['start-node', 'prepare-nodes']);
    await awaitNodes(t, wanted(link));
    expect(await seconds()).toBeGreaterThan(0.6);
  });

  it('that the kernel cannot make are refused before anything is done, with what it lacks', async () => {
    const support = await linkSupport(t.helper);
    expect(support).toMatchObject({ loss: true, rate: true, kernel: expect.stringMatching(/^\d+\.\d+/) });
    const link = { delayMs: 40 };
    if (support.delay) {
      await t.converge(range, wanted(link));
      const started = Date.now();
      expect(await t.inside(range, 'client', connect('10.5.0.20', 9000))).toMatch(/^x/);
      expect(Date.now() - started).toBeGreaterThan(80);
      return;
    }
    expect(whyNoLink(link, support)).toContain(
      `kernel ${support.kernel} has no delay of links (it lacks sch_netem)`,
    );
    await expect(t.converge(range, wanted(link))).rejects.toThrow(/network slow .* lacks sch_netem/);
  });

  it('go with the range', async () => {
    await t.converge(range, undefined);
    const { stdout } = await t.helper.run(`tc qdisc show; ls /sys/class/net`, 5_000);
    expect(stdout).not.toContain(range);
  });
});
