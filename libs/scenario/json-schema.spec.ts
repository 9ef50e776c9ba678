import { describe, expect, it } from 'vitest';
import { scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
import { scenarioSchema, solutionSchema } from './schema.js';

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
});
