import { z } from 'zod';
import { scenarioSchema, solutionSchema } from './schema.js';

let scenario: JsonSchema | undefined;
let solution: JsonSchema | undefined;

/** The JSON Schema of `scenario.yaml`, for editors. Says what may be written; what is left out has its default. Shared: not to be changed. */
export function scenarioJsonSchema(): JsonSchema {
  return (scenario ??= z.toJSONSchema(scenarioSchema, { io: 'input' }) as JsonSchema);
}

/** The JSON Schema of `solution.yaml`, for editors. Shared: not to be changed. */
export function solutionJsonSchema(): JsonSchema {
  return (solution ??= z.toJSONSchema(solutionSchema, { io: 'input' }) as JsonSchema);
}

/** As much of JSON Schema as our own schemas use. */
export interface JsonSchema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  [key: string]: unknown;
}
