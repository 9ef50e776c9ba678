import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadScenario } from '../load.js';
import { sample, sampleFolder, sampleWith } from '../testing/sample-folder.js';
import { readPinned, UnreadableScenario } from './read-pinned.js';
import { shapeOf } from './shape.js';

describe('readPinned', () => {
  it('reads a valid scenario as it is loaded', () => {
    expect(readPinned(sampleFolder())).toEqual(loadScenario(sampleFolder()).scenario);
  });

  it.each([
    ['a rule between parts', sampleWith('requires: [find]', 'requires: [gone]')],
    ['a pattern', sampleWith('id: sample', 'id: Sample_Of_Old')],
    ['a bound', sampleWith('points: 50', 'points: 50000')],
    ['a key that is gone', sampleWith('license: Apache-2.0', 'license: Apache-2.0\nmascot: crane')],
    ['two of what may be one', sampleWith('build: images/web', 'build: images/web\n    image: debian')],
  ])('reads what broke no rule once: %s', (_, files) => {
    expect(loadScenario(files).scenario).toBeUndefined();
    const read = readPinned(files);
    expect(read.nodes.web!.resources).toEqual({ memory: '256M', disk: '64M', cpus: 1, processes: 256 });
    expect(read.tasks.map(({ id }) => id)).toEqual(['find', 'mend']);
  });

  it.each([
    ['no scenario.yaml', sampleFolder({ 'scenario.yaml': undefined }), 'there is no scenario.yaml'],
    ['no YAML', sampleFolder({ 'scenario.yaml': '{' }), /^scenario\.yaml is no YAML/],
    [
      'another form',
      sampleFolder({ 'scenario.yaml': sample['scenario.yaml'].replace('points: 50', 'points: many') }),
      /has another form than today's: tasks\.0\.points: /,
    ],
  ])('says why it cannot: %s', (_, files, message) => {
    expect(() => readPinned(files)).toThrow(UnreadableScenario);
    expect(() => readPinned(files)).toThrow(message);
  });
});

describe('shapeOf', () => {
  const size = z.string().regex(/^\d+M$/);
  const schema = z
    .strictObject({
      size: size.default('1M'),
      many: z.array(z.int().max(3)).max(2).default([]),
      at: z.union([z.literal('none'), z.strictObject({ to: size })]).default('none'),
      kind: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('a'), from: size }),
        z.strictObject({ type: z.literal('b'), from: z.int() }),
      ]),
      more: z.strictObject({ deep: size.prefault('2M') }).prefault({}),
      map: z.partialRecord(z.enum(['x']), size.nullable()).optional(),
    })
    .refine(() => false, 'never');

  it('keeps form and defaults, and no bounds', () => {
    const value = { size: 'big', many: [9, 9, 9.5], kind: { type: 'b', from: 1 }, map: { y: null }, gone: 1 };
    expect(shapeOf(schema).parse(value)).toEqual({
      size: 'big',
      many: [9, 9, 9.5],
      at: 'none',
      kind: { type: 'b', from: 1 },
      more: { deep: '2M' },
      map: { y: null },
    });
    expect(shapeOf(schema).safeParse({ kind: { type: 'a', from: 1 } }).success).toBe(false);
    expect(shapeOf(schema).safeParse({ kind: { type: 'a', from: 'x' }, size: 1 }).success).toBe(false);
  });
});
