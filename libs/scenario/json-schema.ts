import { z } from 'zod';
import { scenarioSchema, solutionSchema } from './schema.js';
import { meaningOf } from './schema/meaning.js';

let scenario: JsonSchema | undefined;
let solution: JsonSchema | undefined;

/** The JSON Schema of `scenario.yaml`, for editors. Says what may be written; what is left out has its default. Shared: not to be changed. */
export function scenarioJsonSchema(): JsonSchema {
  return (scenario ??= jsonSchemaOf(scenarioSchema));
}

/** The JSON Schema of `solution.yaml`, for editors. Shared: not to be changed. */
export function solutionJsonSchema(): JsonSchema {
  return (solution ??= jsonSchemaOf(solutionSchema));
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => {
      const sets = meaningOf(zodSchema)?.oneOf;
      if (sets) jsonSchema.allOf = sets.map((keys) => ({ oneOf: keys.map((key) => ({ required: [key] })) }));
      const { description } = jsonSchema;
      if (description !== undefined && !description.endsWith(notYet) && cannotRun(zodSchema)) {
        jsonSchema.description = `${description}${notYet}`;
      }
    },
  }) as JsonSchema;
}

/** What is added to the description of what cannot run yet. */
const notYet = ' (cannot run yet)';

/** True for what a scenario may declare and the platform cannot do yet, also where it stands in a list or a map. */
function cannotRun(schema: z.core.$ZodType): boolean {
  if (meaningOf(schema)?.notYet !== undefined) return true;
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
      return cannotRun(def.innerType);
    case 'array':
      return cannotRun(def.element);
    case 'record':
      return cannotRun(def.valueType);
    default:
      return false;
  }
}

/** As much of JSON Schema as our own schemas use. */
export interface JsonSchema {
  type?: string;
  description?: string;
  const?: unknown;
  enum?: unknown[];
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  [key: string]: unknown;
}
