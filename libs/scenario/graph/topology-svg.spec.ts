import { describe, expect, it } from 'vitest';
import { type Scenario, scenarioSchema } from '../schema.js';
import { escapeXml, shorten } from './escape.js';
import { type Box, layOut, measures } from './layout.js';
import { topologySvg } from './topology-svg.js';

type Given = Record<string, unknown>;

/** A scenario with these networks and nodes, and texts in both languages. */
function scenarioOf(
  networks: Record<string, Given>,
  nodes: Record<string, Given>,
  more: Given = {},
): Scenario {
  return scenarioSchema.parse({
    apiVersion: 'vocr/v1',
    id: 'sample',
    version: '1.2.3',
    title: { vi: 'Mẫu', en: 'Sample' },
    summary: { vi: 'Mẫu', en: 'Sample' },
    authors: ['VOCR'],
    license: 'Apache-2.0',
    difficulty: 'easy',
    duration: '30m',
    languages: ['vi', 'en'],
    networks,
    nodes: Object.fromEntries(
      Object.entries(nodes).map(([name, node]) => [name, { image: 'debian:bookworm-slim', ...node }]),
    ),
    ...more,
  });
}

const inNetworks = (...names: string[]) => ({
  networks: Object.fromEntries(names.map((name) => [name, null])),
});

/** So many networks, a router between each two that follow one another, and machines dealt out among them. */
function chain(networks: number, nodes: number): Scenario {
  const names = Array.from({ length: networks }, (_, index) => `net${index}`);
  const routers = names.slice(1).map((name, index): [string, Given] => {
    return [`gate${index}`, { ...inNetworks(names[index]!, name), router: {} }];
  });
  const machines = Array.from({ length: nodes - routers.length }, (_, index): [string, Given] => {
    return [`box${index}`, inNetworks(names[(index * index) % networks]!)];
  });
  return scenarioOf(
    Object.fromEntries(names.map((name, index) => [name, { cidr: `10.${index}.0.0/24` }])),
    Object.fromEntries([...machines, ...routers]),
  );
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Whether a line from one corner to the next goes through the inside of a box. */
const crosses = ([x1, y1]: [number, number], [x2, y2]: [number, number], box: Box) =>
  Math.max(x1, x2) > box.x &&
  Math.min(x1, x2) < box.x + box.width &&
  Math.max(y1, y2) > box.y &&
  Math.min(y1, y2) < box.y + box.height;

const samples: [string, Scenario][] = [
  ['one network with 40 machines', chain(1, 40)],
  ['two networks and a router', chain(2, 3)],
  ['nine networks with 40 machines', chain(9, 40)],
  [
    'a machine in every network, and one in none',
    scenarioOf(
      { a: { cidr: '10.1.0.0/24' }, b: { cidr: '10.2.0.0/24' }, c: { cidr: '10.3.0.0/24' } },
      {
        hub: inNetworks('a', 'b', 'c'),
        ends: inNetworks('c', 'a'),
        middle: inNetworks('b'),
        lonely: {},
        ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`leaf${index}`, inNetworks('b')])),
      },
    ),
  ],
];

describe('layOut', () => {
  it.each(samples)('%s: nothing covers anything, and no line crosses a box', (_, scenario) => {
    const { boxes, lanes, width, height } = layOut(scenario);
    expect(boxes.map(({ node }) => node).sort()).toEqual(Object.keys(scenario.nodes).sort());
    for (const [index, box] of boxes.entries()) {
      for (const other of boxes.slice(index + 1)) expect(overlap(box, other)).toBe(false);
      for (const { y } of lanes) expect(box.y >= y + measures.band || box.y + box.height <= y).toBe(true);
      expect(box.x).toBeGreaterThan(0);
      expect(box.x + box.width).toBeLessThan(width);
      expect(box.y + box.height).toBeLessThan(height);
      for (const { points } of box.ties) {
        points.slice(1).forEach((to, at) => {
          for (const other of boxes) expect(crosses(points[at]!, to, other)).toBe(false);
        });
      }
    }
  });

  it.each(samples)('%s: each line ends on the edge of its network', (_, scenario) => {
    const { boxes, lanes } = layOut(scenario);
    for (const { node, ties } of boxes) {
      expect(ties.map(({ network }) => network).sort()).toEqual(
        Object.keys(scenario.nodes[node]!.networks).sort(),
      );
      for (const { network, points } of ties) {
        const { y } = lanes.find((lane) => lane.network === network)!;
        expect([y, y + measures.band]).toContain(points.at(-1)![1]);
      }
    }
  });

  it('goes down rather than on and on to the right', () => {
    const { width, height } = layOut(chain(1, 40));
    expect(width).toBeLessThan(1_600);
    expect(height).toBeLessThan(1_000);
  });
});

describe('topologySvg', () => {
  const scenario = scenarioOf(
    {
      dmz: {
        cidr: '192.168.56.0/24',
        internet: { allow: ['packages.example.net:80'] },
        delay: '40ms',
        loss: 1.5,
      },
      inner: { cidr: '10.0.0.0/24', dns: '10.0.0.53' },
    },
    {
      gate: {
        ...inNetworks('dmz', 'inner'),
        router: { rules: [{ from: 'dmz', to: 'inner', action: 'accept' }] },
      },
      desk: { title: { vi: 'Máy của bạn', en: 'Your machine' }, ...inNetworks('inner'), terminal: {} },
    },
  );

  it('shows machines with their addresses, what sets a network apart, routers and terminals', () => {
    const svg = topologySvg(scenario, 'en');
    for (const shown of [
      '192.168.56.0/24',
      '10.0.0.2',
      'internet: 1 place',
      'delay 40ms',
      'DNS 10.0.0.53',
      'Your machine',
    ]) {
      expect(svg).toContain(shown);
    }
    expect(svg.match(/class="box router"/g)).toHaveLength(1);
    expect(svg.match(/class="prompt"/g)).toHaveLength(1);
    expect(svg).toContain('forwards by 1 rule, what no rule is about is dropped');
  });

  it('speaks the language asked for, and falls back to the first of the scenario', () => {
    expect(topologySvg(scenario, 'vi')).toMatch(
      /<title id="vocr-title">Sơ đồ mạng: Mẫu<\/title>[^]*Máy của bạn/,
    );
    const one = scenarioOf(
      {},
      { desk: { title: { vi: 'Máy' } } },
      { languages: ['vi'], title: { vi: 'Mẫu' } },
    );
    expect(topologySvg(one, 'en')).toMatch(/Topology: Mẫu[^]*desk \(Máy\); in no network/);
  });

  it('lets nothing of an author become markup', () => {
    const evil = `</title><script>alert("1")</script>\u0000\ud800'&`;
    const svg = topologySvg(
      scenarioOf({}, { desk: { title: { en: evil } } }, { languages: ['en'], title: { en: evil } }),
      'en',
    );
    expect(svg).not.toMatch(/<script|\u0000|alert\("/);
    expect(svg).toContain(
      '&lt;/title&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\ufffd\ufffd&#39;&amp;',
    );
  });

  it('is always the same', () => {
    expect(topologySvg(chain(4, 20), 'vi')).toBe(topologySvg(chain(4, 20), 'vi'));
  });
});

describe('shorten and escapeXml', () => {
  it.each([
    ['short', 10, 'short'],
    ['two  words\nand more', 9, 'two word…'],
    ['máy chủ', 7, 'máy chủ'],
    ['服务器名称', 6, '服务…'],
    ['😀😀😀', 4, '😀…'],
  ])('%j in %d', (text, most, expected) => expect(shorten(text, most)).toBe(expected));

  it('escapes what XML reads', () =>
    expect(escapeXml(`<a b="c">'&`)).toBe('&lt;a b=&quot;c&quot;&gt;&#39;&amp;'));
});
