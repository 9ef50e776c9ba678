import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeName, helperRole, labelKeys, tarOf } from '#range';
import { boxControls, withoutOwnControl, type Shell } from './support/box-controls.js';
import { openLaboratory, shapeOf, type Laboratory } from './support/laboratory.js';

let lab: Laboratory;
const range = 'boxes000';
const node = (disk: string, last: number) => ({
  image: 'base',
  command: ['sleep', 'infinity'],
  networks: { lan: { address: `10.77.0.${last}` } },
  resources: { memory: '64M', disk, processes: 128, cpus: 0.2 },
});

beforeAll(async () => {
  lab = await openLaboratory('boxes');
  const nodes = {
    plain: node('16M', 2),
    ...Object.fromEntries(boxControls.map((c, i) => [c.node, node(c.disk ?? '16M', 10 + i)])),
  };
  const shape = shapeOf({ networks: { lan: { cidr: '10.77.0.0/24' } }, nodes });
  const script = (text: string) =>
    boxControls.reduce((changed, control) => control.script?.(changed) ?? changed, text);
  await lab.launch(range, shape, { container: withoutOwnControl, script });
});
afterAll(() => lab?.close());

const shellOf =
  (name: string): Shell =>
  async (command, user = 'root') => {
    const result = await lab.inside(range, name, ['sh', '-c', command], { user, timeoutMs: 30_000 });
    return result.stdout.trim();
  };

describe('a box is held, and without the control it is not:', () => {
  it.each(boxControls)('$control', async ({ node: name, attempt, mute }) => {
    const why = await mute?.();
    if (why) return console.log(`not shown here: ${why}`);
    const tryIn = async (where: string) =>
      attempt(shellOf(where), lab, (await lab.box(range, where)).container);
    const held = !(await tryIn('plain'));
    const noticed = await tryIn(name);
    await lab.tally({ probes: 1, gotThrough: held ? 0 : 1, takenAway: 1, noticed: noticed ? 1 : 0 });
    expect({ held, noticed }).toEqual({ held: true, noticed: true });
  });

  it.each([
    ['labels of ours on an image', 'LABEL vocr.role=helper', { labels: {} }],
    ['volumes of an image', 'VOLUME /data', { volumes: [] }],
  ])('%s', async (name, line, forgotten) => {
    const image = await build(`FROM debian:bookworm-slim\n${line}\n`, `vocr-test-${name.split(' ')[0]}`);
    const shape = shapeOf({ networks: { lan: { cidr: '10.77.0.0/24' } }, nodes: { box: node('16M', 2) } });
    await expect(lab.launch('images00', shape, {}, { box: image })).rejects.toThrow(/image/);
    await lab.launch('images01', shape, { image: (facts) => ({ ...facts, ...forgotten }) }, { box: image });
    const posing = (await lab.engine.containers.list([`${labelKeys.role}=${helperRole}`])).some((c) =>
      c.name.includes('images01'),
    );
    const filled = await lab.inside('images01', 'box', [
      'sh',
      '-c',
      'head -c 60000000 /dev/zero >/data/fill; stat -c %s /data/fill',
    ]);
    const noticed = posing || Number(filled.stdout) === 60_000_000;
    await Promise.all(['images00', 'images01'].map((gone) => lab.converge(gone, undefined)));
    await lab.engine.images.remove(image);
    await lab.tally({ probes: 1, gotThrough: 0, takenAway: 1, noticed: noticed ? 1 : 0 });
    expect(noticed).toBe(true);
  });
});

async function build(dockerfile: string, tag: string): Promise<string> {
  const file = { path: 'Dockerfile', content: Buffer.from(dockerfile), uid: 0, gid: 0, mode: 0o644 };
  return lab.engine.images.build(Readable.from([await tarOf([file])]), { tag, labels: {} });
}

describe('a node on two networks', () => {
  it('forwards nothing between them, unless its kernel is told to', async () => {
    const at = (networks: object) => ({ ...node('16M', 2), capabilities: ['NET_RAW'], networks });
    const shape = shapeOf({
      networks: { left: { cidr: '10.78.1.0/24' }, right: { cidr: '10.78.2.0/24' } },
      nodes: {
        sender: at({ left: { address: '10.78.1.10' } }),
        still: at({ left: { address: '10.78.1.20' }, right: { address: '10.78.2.20' } }),
        forwards: at({ left: { address: '10.78.1.30' }, right: { address: '10.78.2.30' } }),
        hearer: at({ right: { address: '10.78.2.10' } }),
      },
    });
    const told = (spec: Parameters<typeof withoutOwnControl>[0]) =>
      spec.Labels[labelKeys.node] === 'forwards'
        ? {
            ...spec,
            HostConfig: {
              ...spec.HostConfig,
              Sysctls: { ...spec.HostConfig.Sysctls, 'net.ipv4.ip_forward': '1' },
            },
          }
        : spec;
    await lab.launch('between0', shape, { container: told });
    // A way over the node, as a trainee who may set routes would give themselves one.
    const ping = async (via: string) => {
      const { pid } = await lab.box('between0', 'sender');
      const back = (await lab.box('between0', 'hearer')).pid;
      return lab.onHost(`nsenter -t ${pid} -n ip route replace 10.78.2.0/24 via 10.78.1.${via}; nsenter -t ${back} -n ip route replace 10.78.1.0/24 via 10.78.2.${via}
        nsenter -t ${pid} -n perl -e 'use IO::Socket::INET; $! = 0; IO::Socket::INET->new(PeerAddr => "10.78.2.10", PeerPort => 9, Timeout => 2); print $!{ECONNREFUSED} ? "answered" : "silent"'`);
    };
    const [held, noticed] = [await ping('20'), await ping('30')];
    await lab.converge('between0', undefined);
    await lab.tally({
      probes: 1,
      gotThrough: held === 'silent' ? 0 : 1,
      takenAway: 1,
      noticed: noticed === 'answered' ? 1 : 0,
    });
    expect({ held, noticed }).toEqual({ held: 'silent', noticed: 'answered' });
    expect(bridgeName('between0', 0)).toMatch(/^rng-/);
  });
});
