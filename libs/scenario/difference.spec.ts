import { describe, expect, it } from 'vitest';
import { differenceOf, type WholeScenario } from './difference.js';
import { scenarioSchema } from './schema.js';

type Plain = Record<string, unknown>;

const base: Plain = {
  apiVersion: 'vocr/v1',
  id: 'sample',
  version: '1.0.0',
  title: { en: 'Sample' },
  summary: { en: 'Sample' },
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '30m',
  languages: ['en'],
  variables: { door: { type: 'flag' }, desk: { type: 'port' }, unused: { type: 'port' } },
  networks: { lan: { cidr: '10.0.0.0/24' } },
  nodes: {
    web: {
      build: 'images/web',
      networks: { lan: null },
      files: [{ path: '/etc/web/conf', from: 'files/conf' }],
    },
    db: {
      image: 'debian:bookworm-slim',
      networks: { lan: null },
      files: [{ path: '/srv/door', content: '{{ door }}' }],
    },
  },
};
const files = {
  'images/web/Dockerfile': 'FROM vocr/base',
  'files/conf': 'port={{ desk }}',
  'brief.en.md': '# Sample',
};

/** The sample, with some keys and files put in the place of its own. */
const whole = (change: Plain = {}, changedFiles: Record<string, string> = {}): WholeScenario => ({
  scenario: scenarioSchema.parse({ ...structuredClone(base), ...change }),
  files: new Map(
    Object.entries({ ...files, ...changedFiles }).map(([path, text]) => [path, Buffer.from(text)]),
  ),
});
const nodes = (change: Record<string, Plain>): Plain => {
  const own = structuredClone(base['nodes']) as Record<string, Plain>;
  for (const [name, more] of Object.entries(change)) own[name] = { ...own[name], ...more };
  return { nodes: own };
};

const nothing = { topology: false, nodes: [] };
const only = (...names: string[]) => ({ topology: false, nodes: names });
const all = (...names: string[]) => ({ topology: true, nodes: names });

describe('differenceOf', () => {
  it.each([
    ['nothing', whole(), nothing],
    ['a title', whole({ title: { en: 'Another' } }), nothing],
    ['the brief', whole({}, { 'brief.en.md': '# Another' }), nothing],
    [
      'tasks',
      whole({ tasks: [{ id: 'a', title: {}, description: {}, points: 1, answer: { value: 'b' } }] }),
      nothing,
    ],
    ['how frames travel', whole({ networks: { lan: { cidr: '10.0.0.0/24', delay: '40ms' } } }), nothing],
    [
      'a title and a terminal of a node',
      whole(nodes({ web: { title: { en: 'Web' }, terminal: {} } })),
      nothing,
    ],
    ['a file of an image', whole({}, { 'images/web/site': 'x' }), only('web')],
    ['a file from the folder', whole({}, { 'files/conf': 'other={{ desk }}' }), only('web')],
    ['a file of its own', whole(nodes({ db: { files: [] } })), only('db')],
    ['resources', whole(nodes({ db: { resources: { memory: '64M' } } })), only('db')],
    ['the image', whole(nodes({ db: { image: 'vocr/base' } })), only('db')],
    [
      'a variable that a file uses',
      whole({ variables: { ...(base['variables'] as Plain), door: { type: 'password' } } }),
      only('db'),
    ],
    [
      'a variable that a drawn value must differ from',
      whole({ variables: { ...(base['variables'] as Plain), unused: { type: 'port', min: 30_000 } } }),
      only('web'),
    ],
    ['the network of all', whole({ networks: { lan: { cidr: '10.0.0.0/16' } } }), all('web', 'db')],
    ['a new node', whole(nodes({ mail: { image: 'vocr/base' } })), all('web', 'db', 'mail')],
    ['an address', whole(nodes({ db: { networks: { lan: { address: '10.0.0.9' } } } })), all('web', 'db')],
    ['the id', whole({ id: 'another' }), all('web', 'db')],
  ])('%s', (_, after, expected) => expect(differenceOf(whole(), after)).toEqual(expected));
});
