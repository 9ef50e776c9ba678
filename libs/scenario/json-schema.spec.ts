import { describe, expect, it } from 'vitest';
import { type JsonSchema, scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
import { scenarioSchema, solutionSchema } from './schema.js';

/** Paths of all keys that an editor would say nothing of. */
function undescribed(schema: JsonSchema, path = ''): string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [
    ...(inner.description ? [] : [`${path}.${key}`]),
    ...undescribed(inner, `${path}.${key}`),
  ]);
  const inner = [
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.items ? [schema.items] : []),
    ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : []),
  ];
  return [...own, ...inner.flatMap((one) => undescribed(one, path))];
}

describe('the JSON Schemas for editors', () => {
  it('know every key of the schemas and refuse others', () => {
    const schema = scenarioJsonSchema();
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(scenarioSchema.shape));
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(solutionJsonSchema().properties ?? {})).toEqual(Object.keys(solutionSchema.shape));
  });

  it('ask only for what has no default', () => {
    expect(scenarioJsonSchema().required).toEqual(expect.arrayContaining(['id', 'title', 'nodes']));
    expect(scenarioJsonSchema().required).not.toContain('variables');
  });

  it('say of every key what it means, at the one place where it is declared', () => {
    expect(undescribed(scenarioJsonSchema())).toEqual([]);
    expect(undescribed(solutionJsonSchema())).toEqual([]);
  });

  it('tell what cannot run yet', () => {
    const { attacks, timeline, roles, tasks, nodes } = scenarioJsonSchema().properties!;
    for (const schema of [attacks, timeline, roles]) {
      expect(schema!.description).toMatch(/[^)] \(cannot run yet\)$/);
    }
    expect(nodes!.description).not.toContain('cannot run');
    for (const kind of ['check', 'manual']) {
      expect(tasks!.items!.properties![kind]!.description).not.toContain('cannot run');
    }
  });

  it('ask for exactly one kind where kinds are told apart by their key', () => {
    const { tasks, timeline } = scenarioJsonSchema().properties!;
    const one = (...keys: string[]) => ({ oneOf: keys.map((key) => ({ required: [key] })) });
    expect(tasks!.items!.allOf).toEqual([one('answer', 'check', 'observe', 'manual')]);
    expect(timeline!.items!.allOf).toEqual([
      one('at', 'when', 'signal'),
      one('message', 'attack', 'fault', 'file', 'task'),
    ]);
  });
});
