import { describe, expect, it } from 'vitest';
import type { DesiredRange, ObservedNode, ObservedRange } from './model.js';
import { plan, type Step } from './plan.js';

const range = 'abcd1234';
const node = (name: string, networks: string[], reset = 0): DesiredRange['nodes'][number] => ({
  name,
  image: 'sha256:1',
  interfaces: networks.map((network) => ({ network, address: '192.168.56.9', prefix: 24 })),
  files: [],
  environment: {},
  hosts: [],
  resources: { memory: 1, disk: 1, cpus: 1, processes: 8 },
  capabilities: [],
  reset,
});
const desired: DesiredRange = {
  range,
  generation: 2,
  networks: [
    { name: 'dmz', cidr: '192.168.56.0/24' },
    { name: 'lan', cidr: '10.10.20.0/24' },
  ],
  nodes: [node('box', ['dmz']), node('web', ['dmz', 'lan'])],
};
const suspended = { ...desired, suspended: true };

const network = (name: string, generation = 2, id = `N-${name}-${generation}`) => ({ id, name, generation });
const seen = (
  name: string,
  state: ObservedNode['state'],
  labels: { generation?: number; reset?: number; id?: string } = {},
): ObservedNode => {
  const { generation = 2, reset = 0, id = `C-${name}-${generation}` } = labels;
  return { id, name, generation, reset, state };
};
const observed = (networks: ObservedRange['networks'], nodes: ObservedNode[] = []): ObservedRange => ({
  range,
  networks,
  nodes,
});
const nets = [network('dmz'), network('lan')];
const up = [seen('box', 'running'), seen('web', 'running')];

/** A plan as text: `id < what it waits for`. */
const text = (steps: Step[]) =>
  steps.map((s) => {
    const what = 'nodes' in s ? `${s.id} ${s.nodes.join('+')}` : s.id;
    return s.after.length > 0 ? `${what} < ${s.after.join(', ')}` : what;
  });

const createAll = [
  'create-network dmz',
  'create-network lan',
  'create-node box',
  'start-node box < create-node box',
  'create-node web',
  'start-node web < create-node web',
  'prepare-nodes box+web < create-network dmz, create-network lan, start-node box, start-node web',
];

describe('plan', () => {
  const table: [string, DesiredRange | undefined, ObservedRange, string[]][] = [
    ['nothing to everything', desired, observed([]), createAll],
    ['already so', desired, observed(nets, up), []],
    ['nothing to nothing', undefined, observed([]), []],
    [
      'cut short after the first network',
      desired,
      observed([network('dmz')]),
      [
        'create-network lan',
        'create-node box',
        'start-node box < create-node box',
        'create-node web',
        'start-node web < create-node web',
        'prepare-nodes box+web < create-network lan, start-node box, start-node web',
      ],
    ],
    [
      'cut short after creating one node',
      desired,
      observed(nets, [seen('box', 'created')]),
      [
        'start-node box',
        'create-node web',
        'start-node web < create-node web',
        'prepare-nodes box+web < start-node box, start-node web',
      ],
    ],
    [
      'cut short before one start',
      desired,
      observed(nets, [seen('box', 'held'), seen('web', 'created')]),
      ['start-node web', 'prepare-nodes box+web < start-node web'],
    ],
    [
      'cut short before the go-ahead',
      desired,
      observed(nets, [seen('box', 'held'), seen('web', 'held')]),
      ['prepare-nodes box+web'],
    ],
    [
      'cut short between two go-aheads',
      desired,
      observed(nets, [seen('box', 'running'), seen('web', 'held')]),
      ['prepare-nodes web'],
    ],
    [
      'a node ended',
      desired,
      observed(nets, [up[0]!, seen('web', 'exited')]),
      ['start-node web', 'prepare-nodes web < start-node web'],
    ],
    [
      'a node is dead',
      desired,
      observed(nets, [up[0]!, seen('web', 'dead')]),
      [
        'remove-node C-web-2',
        'create-node web < remove-node C-web-2',
        'start-node web < create-node web',
        'prepare-nodes web < start-node web',
      ],
    ],
    [
      'a node was removed',
      desired,
      observed(nets, [up[1]!]),
      ['create-node box', 'start-node box < create-node box', 'prepare-nodes box < start-node box'],
    ],
    [
      'a node was frozen by hand',
      desired,
      observed(nets, [up[0]!, seen('web', 'paused')]),
      ['unpause-node web'],
    ],
    [
      'a network vanished: who is on it goes on',
      desired,
      observed([network('dmz')], up),
      ['create-network lan', 'attach-nodes web < create-network lan'],
    ],
    [
      'one came off a network that is there, for what attached it was cut short',
      desired,
      { ...observed(nets, up), ports: ['rng-abcd1234A0', 'rng-abcd1234A1'] },
      ['attach-nodes web'],
    ],
    [
      'all are on their networks',
      desired,
      { ...observed(nets, up), ports: ['rng-abcd1234A0', 'rng-abcd1234A1', 'rng-abcd1234B1'] },
      [],
    ],
    [
      'all networks vanished: who runs is attached anew, who is held is prepared as ever',
      desired,
      observed([], [seen('box', 'paused'), seen('web', 'held')]),
      [
        'create-network dmz',
        'create-network lan',
        'attach-nodes box < create-network dmz, create-network lan',
        'unpause-node box',
        'prepare-nodes web < create-network dmz, create-network lan',
      ],
    ],
    [
      'strange things in the range go',
      desired,
      observed([...nets, network('spy')], [...up, seen('spy', 'running')]),
      ['remove-node C-spy-2', 'remove-network N-spy-2 < remove-node C-spy-2'],
    ],
    [
      'a second network of the same name goes',
      desired,
      observed([...nets, network('dmz', 2, 'N-twin')], up),
      ['remove-network N-twin'],
    ],
    ['suspend', suspended, observed(nets, up), ['pause-node box', 'pause-node web']],
    ['suspended', suspended, observed(nets, [seen('box', 'paused'), seen('web', 'paused')]), []],
    [
      'suspend: what does not run stays',
      suspended,
      observed(nets, [seen('box', 'exited'), seen('web', 'held')]),
      [],
    ],
    [
      'resume',
      desired,
      observed(nets, [seen('box', 'paused'), seen('web', 'paused')]),
      ['unpause-node box', 'unpause-node web'],
    ],
    [
      'one node is reset',
      { ...desired, nodes: [desired.nodes[0]!, node('web', ['dmz', 'lan'], 1)] },
      observed(nets, up),
      [
        'remove-node C-web-2',
        'create-node web < remove-node C-web-2',
        'start-node web < create-node web',
        'prepare-nodes web < start-node web',
      ],
    ],
    [
      'take down',
      undefined,
      observed(nets, [seen('box', 'paused'), seen('web', 'exited')]),
      [
        'remove-node C-box-2',
        'remove-node C-web-2',
        'remove-network N-dmz-2 < remove-node C-box-2, remove-node C-web-2',
        'remove-network N-lan-2 < remove-node C-box-2, remove-node C-web-2',
      ],
    ],
  ];
  it.each(table)('%s', (_name, wanted, found, steps) => {
    expect(text(plan(wanted, found))).toEqual(steps);
  });

  it('resets a range: the older generation goes first, name by name', () => {
    const old = observed(
      [network('dmz', 1), network('lan', 1)],
      [seen('box', 'running', { generation: 1 }), seen('web', 'running', { generation: 1 })],
    );
    const steps = plan(desired, old);
    expect(steps.filter((s) => s.kind.startsWith('remove'))).toHaveLength(4);
    expect(steps.find((s) => s.id === 'create-network dmz')!.after).toEqual(['remove-network N-dmz-1']);
    expect(steps.find((s) => s.id === 'create-node web')!.after).toEqual(['remove-node C-web-1']);
  });

  it('leaves a node alone that is to wait and does, and lets it go once it may', () => {
    const waiting = { ...desired, nodes: [{ ...desired.nodes[0]!, held: true as const }, desired.nodes[1]!] };
    const prepared = observed(nets, [seen('box', 'prepared'), seen('web', 'running')]);
    expect(plan(waiting, prepared)).toEqual([]);
    expect(text(plan(desired, prepared))).toEqual(['prepare-nodes box']);
    const held = observed(nets, [seen('box', 'held'), seen('web', 'running')]);
    expect(text(plan(waiting, held))).toEqual(['prepare-nodes box']);
    const lost = observed([nets[1]!], [seen('box', 'prepared')]);
    expect(text(plan(waiting, lost)).at(-1)).toMatch(/^prepare-nodes box\+web < create-network dmz/);
  });

  it('takes a thing with unreadable labels for a stranger', () => {
    const odd = observed(nets, [...up, seen('box', 'running', { generation: -1, id: 'C-odd' })]);
    expect(text(plan(desired, odd))).toEqual(['remove-node C-odd']);
  });

  it('names no step twice and waits only for steps that are there, from any state', () => {
    const states = ['created', 'held', 'running', 'exited', 'paused', 'dead'] as const;
    for (const a of states) {
      for (const b of states) {
        for (const old of [1, 2]) {
          const steps = plan(
            desired,
            observed([network('dmz', old)], [seen('box', a, { generation: old }), seen('web', b)]),
          );
          const ids = steps.map((s) => s.id);
          expect(new Set(ids).size).toBe(ids.length);
          for (const step of steps) expect(ids).toEqual(expect.arrayContaining(step.after));
        }
      }
    }
  });
});
