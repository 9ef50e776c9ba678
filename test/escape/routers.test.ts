import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bridgeName } from '#range';
import { attack } from './support/attack.js';
import { openLaboratory, shapeOf, type Laboratory } from './support/laboratory.js';
import { networkProbes, type Battlefield } from './support/probes.js';
import { battlefield, macOf, surround, type Surroundings } from './support/surroundings.js';
import { hostTables } from './support/tables.js';
import { heard, sniff } from './support/witness.js';

let lab: Laboratory;
let around: Surroundings;
let field: Battlefield;
const [attacker, twin] = ['router00', 'router01'];
const node = (networks: object, more: object = {}) => ({
  image: 'base',
  command: ['sleep', 'infinity'],
  networks,
  capabilities: ['NET_RAW'],
  resources: { memory: '64M', disk: '16M' },
  ...more,
});
/** A box behind a router that forwards whatever it can. */
const shape = shapeOf({
  networks: { lan: { cidr: '10.77.0.0/24' }, dmz: { cidr: '10.77.1.0/24' } },
  nodes: {
    box: node({ lan: { address: '10.77.0.10' } }),
    fw: node(
      { lan: { address: '10.77.0.1' }, dmz: { address: '10.77.1.1' } },
      { router: { forward: 'accept' } },
    ),
    web: node({ dmz: { address: '10.77.1.20' } }),
  },
});

beforeAll(async () => {
  lab = await openLaboratory('routers');
  around = await surround(lab);
  await Promise.all([lab.launch(attacker, shape), lab.launch(twin, shape)]);
  await sniff(lab, `${attacker}-web`, (await lab.box(attacker, 'web')).pid, ['eth0']);
  for (const name of ['box', 'web'])
    await sniff(lab, `${twin}-${name}`, (await lab.box(twin, name)).pid, ['eth0']);
  const known = await battlefield(lab, attacker, '10.77.0.10', around, {
    twin: { range: twin, ip: '10.77.0.10' },
  });
  // All that would go to the host goes to the router, which may be talked into passing it on.
  const bridge = { ...known.bridge, mac: await macOf(lab, attacker, 'fw') };
  field = { ...known, bridge, targets: { ...known.targets, 'behind the router': '10.77.1.20' } };
});
afterAll(async () => {
  await around?.close();
  await lab?.close();
});

describe('over a router', () => {
  it.each(['box', 'fw'])('nothing but its own range is reached from %s', async (from) => {
    const tables = [0, 1].map((index) => bridgeName(attacker, index));
    const before = await Promise.all(tables.map((bridge) => hostTables(lab, bridge)));
    const probes = networkProbes(field, from);
    const through = await attack(lab, attacker, from, from, probes);
    await lab.tally({ probes: probes.length, gotThrough: through.length });
    expect(through).toEqual([]);
    expect(await Promise.all(tables.map((bridge) => hostTables(lab, bridge)))).toEqual(before);
    // The router does pass on what it should: the attack was not sent into the void.
    if (from === 'box') expect((await heard(lab, from)).get(`${attacker}-web`)?.size).toBeGreaterThan(0);
  });
});
