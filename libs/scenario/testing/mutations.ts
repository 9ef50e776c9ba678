import fc from 'fast-check';
import { parse, stringify } from 'yaml';

/** A change of a text. */
export type Mutation = (text: string) => string;

const pieces = [
  '{{ x }}',
  '{{ team.name }}',
  '{{ facts.x }}',
  '- ',
  ': ',
  '{',
  '}',
  '[',
  ']',
  '&a ',
  '*a',
  '<<: *a',
  '!!set',
  '!!binary x',
  '|',
  '>-',
  '"',
  "'",
  '\n',
  '\t',
  '  ',
  '~',
  '0x1F',
  '.inf',
  '.nan',
  '1e999',
  '%YAML 1.1\n---\n',
  '---',
  '\u0000',
  '\u2028',
  'constructor: 1\n',
  '__proto__: 1\n',
  'null',
  '? ',
  '#',
];

const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8, unit: 'binary' }));
const share = fc.double({ min: 0, max: 0.999999, noNaN: true });
const edit = fc.record({ at: share, drop: fc.nat(40), put: piece });

/** Up to six pieces of a text dropped or put in, wherever. */
export const textMutation: fc.Arbitrary<Mutation> = fc
  .array(edit, { minLength: 1, maxLength: 6 })
  .map((edits) => (text) => {
    return edits.reduce((before, { at, drop, put }) => {
      const start = Math.floor(at * before.length);
      return before.slice(0, start) + put + before.slice(start + drop);
    }, text);
  });

type Container = Record<string, unknown> | unknown[];
type Spot = { parent: Container; key: string | number };

const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e300, '', 'constructor', '{{ x }}', '../..', [], {}, [[]], {
    a: {},
  }),
  fc.integer(),
  fc.string({ maxLength: 20, unit: 'binary' }),
  fc.jsonValue({ maxDepth: 2 }),
);
const change = fc.record({
  at: share,
  from: share,
  how: fc.constantFrom('drop', 'odd', 'elsewhere', 'rename', 'wrap', 'repeat'),
  odd,
});

/** Up to four places of the data that a YAML text says dropped, renamed, repeated, or given what belongs elsewhere. */
export const structuralMutation: fc.Arbitrary<Mutation> = fc
  .array(change, { minLength: 1, maxLength: 4 })
  .map((changes) => (text) => {
    const tree = parse(text) as Container;
    for (const one of changes) apply(tree, one);
    return stringify(tree);
  });

function apply(
  tree: Container,
  { at, from, how, odd: put }: { at: number; from: number; how: string; odd: unknown },
) {
  const spots = spotsIn(tree);
  const spot = spots[Math.floor(at * spots.length)];
  const other = spots[Math.floor(from * spots.length)];
  if (!spot || !other) return;
  const { parent, key } = spot;
  const value = valueAt(spot);
  if (how === 'odd') set(parent, key, put);
  else if (how === 'elsewhere') set(parent, key, structuredClone(valueAt(other)));
  else if (how === 'wrap') set(parent, key, [value]);
  else if (how === 'repeat' && Array.isArray(parent)) parent.push(structuredClone(value));
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else {
    delete parent[key];
    if (how === 'rename') parent[`${String(key).slice(1)}x`] = value;
  }
}

const valueAt = ({ parent, key }: Spot): unknown => (parent as Record<string | number, unknown>)[key];
const set = (parent: Container, key: string | number, value: unknown) => {
  (parent as Record<string | number, unknown>)[key] = value;
};

function spotsIn(value: unknown): Spot[] {
  if (value === null || typeof value !== 'object') return [];
  const parent = value as Container;
  return Object.entries(parent).flatMap(([key, inner]) => [{ parent, key }, ...spotsIn(inner)]);
}
