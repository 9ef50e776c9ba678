import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaptureRefused, captureOf, settleCaptures, type DesiredRange } from '#range';
import { awaitNodes, connect, greeter, networkImages, networkScenario, wantedOf } from './network-fixture.js';
import { testInstallation } from './range-fixture.js';

const scenario = networkScenario(
  { lan: { cidr: '10.7.0.0/24' }, side: { cidr: '10.8.0.0/24' } },
  {
    client: { networks: { lan: { address: '10.7.0.10' }, side: { address: '10.8.0.10' } } },
    server: {
      networks: { lan: { address: '10.7.0.20' }, side: { address: '10.8.0.20' } },
      command: greeter([9000]),
      ready: { tcp: { port: 9000 } },
    },
  },
);
const networks = Object.keys(scenario.networks);
const bounds = { each: 4_000_000, total: 8_000_000 };
const ranges = ['kkkkkkkk', 'mmmmmmmm'] as const;

let t: Awaited<ReturnType<typeof testInstallation>>;
let images: Record<string, string>;
const wanted = (range: string): DesiredRange => {
  const desired = wantedOf(scenario, range, images);
  const mark = { path: '/srv/mark', content: Buffer.from(`mark of ${range}\n`), uid: 0, gid: 0, mode: 0o644 };
  return { ...desired, nodes: desired.nodes.map((node) => ({ ...node, files: [mark] })) };
};
const settle = (range: string, ...which: string[]) =>
  settleCaptures(t.helper, range, networks, new Set(which), bounds);
async function read(range: string, network: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  await captureOf(t.engine, t.helper, range, networks.indexOf(network), (bytes) =>
    parts.push(Buffer.from(bytes)),
  );
  return Buffer.concat(parts);
}
/** The packets of a pcap file, each of which must be whole. */
function packets(file: Buffer): Buffer[] {
  expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
  expect(file.readUInt32LE(20)).toBe(1);
  const found: Buffer[] = [];
  for (let at = 24; at < file.length;) {
    const length = file.readUInt32LE(at + 8);
    found.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
    expect(at).toBeLessThanOrEqual(file.length);
  }
  return found;
}
/** How many programs capture from these ranges; others on the machine may have captures of their own. */
const processes = async () => {
  const ours = `^rng-(${ranges.join('|')})[0-9]+$`;
  const look = `grep -lzE '^tcpdump$' /proc/[0-9]*/cmdline 2>/dev/null | xargs -r grep -lzE '${ours}' 2>/dev/null | wc -l`;
  return Number((await t.helper.run(look, 5_000)).stdout);
};
const greet = async () => {
  for (const range of ranges) {
    expect(await t.inside(range, 'client', connect('10.7.0.20', 9000))).toBe(`10.7.0.10 mark of ${range}`);
    expect(await t.inside(range, 'client', connect('10.8.0.20', 9000))).toBe(`10.8.0.10 mark of ${range}`);
  }
};

beforeAll(async () => {
  t = await testInstallation('capture');
  images = await networkImages(t, scenario);
  await Promise.all(ranges.map((range) => t.converge(range, wanted(range))));
  for (const range of ranges) await awaitNodes(t, wanted(range));
});
afterAll(() => t.remove());

describe('a capture', () => {
  it('holds what passes in its network of its range, and nothing else', async () => {
    const before = await processes();
    expect(await settle('kkkkkkkk', 'lan')).toEqual(new Map());
    // Machines that spoke before may still ask for each other.
    const early = packets(await read('kkkkkkkk', 'lan'));
    expect(early.filter((one) => one.includes('mark of'))).toEqual([]);
    await greet();
    const file = await read('kkkkkkkk', 'lan');
    const all = packets(file);
    expect(all.length).toBeGreaterThan(5);
    expect(file.includes('10.7.0.10 mark of kkkkkkkk')).toBe(true);
    expect(file.includes('mark of mmmmmmmm')).toBe(false);
    expect(file.includes('10.8.0.10')).toBe(false);
    // Asked again it goes on with what it has.
    expect(await settle('kkkkkkkk', 'lan')).toEqual(new Map());
    expect(await processes()).toBe(before + 1);
    expect((await read('kkkkkkkk', 'lan')).includes('mark of kkkkkkkk')).toBe(true);
  });

  it('of what was never captured there is none', async () => {
    await expect(read('kkkkkkkk', 'side')).rejects.toThrow(CaptureRefused);
    await expect(read('mmmmmmmm', 'lan')).rejects.toThrow(CaptureRefused);
  });

  it('cannot be seen, found or ended from inside', async () => {
    const look = 'cat /proc/net/packet | wc -l; ls /proc | grep -c "^[0-9]"; ls /var/lib/vocr 2>&1';
    expect(await t.inside('kkkkkkkk', 'client', look)).toMatch(/^1\n\d\n.*No such file/);
  });

  it('keeps no more than it may, the latest of it', async () => {
    // The last ones come one by one: of a flood a busy machine may lose some.
    const flood = `perl -MSocket -e 'socket(S, PF_INET, SOCK_DGRAM, 17); for (1..12000) { select(undef, undef, undef, 0.1) if $_ > 11990; send(S, sprintf("%07d", $_) . "x" x 1000, 0, sockaddr_in(9, inet_aton("10.7.0.20"))) }'`;
    await t.inside('kkkkkkkk', 'client', flood);
    await expect.poll(async () => (await read('kkkkkkkk', 'lan')).includes('0012000xxx')).toBe(true);
    const file = await read('kkkkkkkk', 'lan');
    expect(file.length).toBeLessThan(bounds.each + 10_000);
    expect(file.length).toBeGreaterThan(bounds.each / 4);
    const numbers = packets(file).flatMap((one) => /(\d{7})xxx/.exec(one.toString('latin1'))?.[1] ?? []);
    expect(numbers).toEqual([...numbers].sort());
    expect(file.includes('0000001xxx')).toBe(false);
  });

  it('is refused when the host keeps as many as it may, and the range goes on', async () => {
    expect(await settle('mmmmmmmm', 'lan', 'side')).toEqual(
      new Map([['side', expect.stringContaining('at most 2 captures at a time (VOCR_CAPTURE_TOTAL)')]]),
    );
    await greet();
  });

  it('begins anew when its process was killed, and ends when it is to end', async () => {
    await t.helper.run(`kill -9 $(cat /var/lib/vocr/captures/rng-kkkkkkkk0/pid)`, 5_000);
    expect(await settle('kkkkkkkk', 'lan')).toEqual(new Map());
    await greet();
    expect((await read('kkkkkkkk', 'lan')).includes('mark of kkkkkkkk')).toBe(true);
    const running = await processes();
    await settle('kkkkkkkk');
    await expect.poll(processes).toBe(running - 1);
    const kept = await read('kkkkkkkk', 'lan');
    await greet();
    expect(await read('kkkkkkkk', 'lan')).toEqual(kept);
  });

  it('goes with its range, file and process', async () => {
    const running = await processes();
    for (const range of ranges) await t.converge(range, undefined);
    await expect.poll(processes).toBe(running - 1);
    expect((await t.helper.run('ls /var/lib/vocr/captures', 5_000)).stdout.trim()).toBe('lock');
  });
});
