import { describe, expect, it } from 'vitest';
import { loadScenario } from './load.js';
import { poolFaults, sharedValues, warmNodes } from './pool.js';

const yaml = (nodes: string) =>
  `apiVersion: vocr/v1
id: demo
version: 1.0.0
title: { en: Demo }
summary: { en: Demo }
authors: [VOCR]
license: Apache-2.0
difficulty: easy
duration: 10m
languages: [en]
variables:
  door_flag: { type: flag }
  drink: { type: choice, of: [tea, coffee] }
  motto: { type: text, value: same for all }
networks:
  lan: { cidr: 192.168.56.0/24 }
nodes:
${nodes}
tasks:
  - id: find
    title: { en: Find }
    description: { en: 'A {{ drink }}' }
    points: 10
    answer: { value: '{{ door_flag }}' }
`;

const folder = (nodes: string, more: Record<string, string> = {}) =>
  new Map(
    Object.entries({ 'scenario.yaml': yaml(nodes), 'brief.en.md': 'Hi', ...more }).map(([path, text]) => [
      path,
      new Uint8Array(Buffer.from(text)),
    ]),
  );
const box = (more: string) => `  box:
    image: debian:bookworm-slim
    networks: { lan: { address: 192.168.56.10 } }
${more}`;
const told = (files: ReadonlyMap<string, Uint8Array>) =>
  poolFaults(files).map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

describe('a scenario can be kept in a pool', () => {
  it('when its team values stand in files, and in what people read or are asked', () => {
    const files = folder(
      box(`    files:
      - { path: /etc/flag, content: '{{ door_flag }}' }
      - { path: /etc/menu, from: menu }
    environment: { MOTTO: '{{ motto }}', SELF: '{{ nodes.box.ip }}' }`),
      { menu: '{{ drink }}' },
    );
    expect(loadScenario(files).scenario).toBeDefined();
    expect(poolFaults(files)).toEqual([]);
  });

  it.each([
    ['environment', "    environment: { DRINK: 'hot {{ drink }}' }", 'scenario.yaml:21:32'],
    ['command', "    command: [serve, '{{ drink }}']", 'scenario.yaml:21:23'],
    ['ready probe', "    ready: { http: { path: '/{{ drink }}' } }", 'scenario.yaml:21:30'],
  ])('but not when one stands in the %s, and that place is named', (_, line, place) => {
    const files = folder(box(line));
    expect(loadScenario(files).scenario).toBeDefined();
    expect(told(files)).toEqual([
      `${place} drink differs per team, and this must be known before the range is a team's`,
    ]);
  });
});

describe('what a pool prepares of a node', () => {
  const files = folder(
    `${box(`    files:
      - { path: /etc/flag, content: 'flag={{ door_flag }}' }
      - { path: /etc/motto, content: '{{ motto }} at {{ nodes.box.ip }}' }
      - { path: /etc/menu, from: menu }`)}
  idle:
    image: debian:bookworm-slim
    networks: { lan: {} }`,
    { menu: 'only {{ drink }}' },
  );
  const scenario = loadScenario(files).scenario!;

  it('are the files without team values; the others make it wait', () => {
    const { box: one, idle } = warmNodes(scenario, files);
    expect(one!.waits).toBe(true);
    expect(one!.files.map(({ path, content }) => [path, content.toString()])).toEqual([
      ['/etc/motto', 'same for all at 192.168.56.10'],
    ]);
    expect(idle).toEqual({ files: [], waits: false });
  });

  it("leave out a team's name, which is known only once the range is a team's", () => {
    const named = folder(
      box("    files: [{ path: /etc/who, content: '{{ team.name }} {{ networks.lan.cidr }}' }]"),
    );
    const read = loadScenario(named).scenario!;
    expect(warmNodes(read, named)).toEqual({ box: { files: [], waits: true } });
    expect(poolFaults(named)).toEqual([]);
  });

  it('knows no value that a team has for itself', () => {
    expect(Object.keys(sharedValues(scenario)).sort()).toEqual([
      'motto',
      'networks.lan.cidr',
      'nodes.box.ip',
      'nodes.box.ip.lan',
      'nodes.idle.ip',
      'nodes.idle.ip.lan',
    ]);
  });
});
