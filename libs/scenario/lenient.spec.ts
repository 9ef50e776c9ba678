import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from './json-schema.js';
import { parseLeniently } from './lenient.js';
import { pathText } from './path.js';

const schema = z.strictObject({
  name: z.string(),
  items: z.array(z.strictObject({ id: z.int(), note: z.string().optional() })),
  most: z.int().default(9),
});
const parse = (tree: unknown, fillers = {}) =>
  parseLeniently(schema, () => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema, tree, fillers);
const places = (paths: readonly (readonly (string | number)[])[]) => paths.map(pathText);

describe('parseLeniently', () => {
  it('cuts out what is wrong and still knows where the rest stood', () => {
    const items = [{ id: 'a' }, { id: 1 }, { id: 'b' }, { note: 'x' }, { id: 2, note: 3 }];
    const { data, issues, lost, original } = parse({ name: 'n', items, most: 'x' });
    expect(data).toEqual({ name: 'n', items: [{ id: 1 }, { id: 2 }], most: 9 });
    expect(places(issues.map(({ path }) => path))).toEqual([
      'items[0].id',
      'items[2].id',
      'items[3].id',
      'items[4].note',
      'most',
    ]);
    expect(places([...lost]).sort()).toEqual([
      'items[0]',
      'items[0].id',
      'items[2]',
      'items[2].id',
      'items[3]',
      'items[4].note',
      'most',
    ]);
    expect(places([original(['items', 0, 'id']), original(['items', 1])])).toEqual([
      'items[1].id',
      'items[4]',
    ]);
  });

  it('reads a mistyped key as the one it is meant for, where it was written', () => {
    const { data, issues, original } = parse({ nmae: 'n', items: [{ id: 1, noet: 'x' }] });
    expect(data).toEqual({ name: 'n', items: [{ id: 1, note: 'x' }], most: 9 });
    expect(issues.map(({ meant }) => [...meant])).toContainEqual([['noet', 'note']]);
    expect(places([original(['name']), original(['items', 0, 'note'])])).toEqual(['nmae', 'items[0].noet']);
  });

  it('fills in what the root lacks, and gives up where nothing can be filled in', () => {
    expect(parse({ items: [] }, { name: 'unnamed' }).data).toEqual({ name: 'unnamed', items: [], most: 9 });
    for (const tree of [{ items: [] }, null, 'x', []]) {
      const { data, issues } = parse(tree);
      expect(data).toBeUndefined();
      expect(issues).toHaveLength(1);
    }
  });
});
