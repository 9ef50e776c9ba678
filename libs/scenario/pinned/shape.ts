import { z } from 'zod';

type Def = z.core.$ZodTypes['_zod']['def'];

const known = new WeakMap<z.core.$ZodType, z.ZodType>();

/**
 * A schema without its bounds: no patterns, lengths or rules between keys, and keys that it does not know are passed over.
 * What is left is what the code leans on: which keys there are, of which kind, and their defaults. What the schema itself
 * takes means the same to both.
 */
export function shapeOf<T extends z.ZodType>(schema: T): z.ZodType<z.infer<T>> {
  const made = known.get(schema) ?? make(schema);
  known.set(schema, made);
  return made as z.ZodType<z.infer<T>>;
}

function make(schema: z.ZodType): z.ZodType {
  const def = schema._zod.def as Def;
  switch (def.type) {
    case 'string':
      return z.string();
    case 'number':
      return z.number();
    case 'object':
      return z.object(
        Object.fromEntries(Object.entries(def.shape).map(([key, value]) => [key, inner(value)])),
      );
    case 'array':
      return z.array(inner(def.element));
    case 'record':
      return z.record(z.string(), inner(def.valueType));
    case 'union':
      // Strict first: without their bounds, the first of several kinds would take what is of another.
      return z.union([...def.options.map((option) => option as z.ZodType), ...def.options.map(inner)]);
    case 'optional':
      return inner(def.innerType).optional();
    case 'nullable':
      return inner(def.innerType).nullable();
    case 'default':
      return inner(def.innerType).default(() => def.defaultValue);
    case 'prefault':
      return inner(def.innerType).prefault(() => def.defaultValue);
    default:
      return schema;
  }
}

const inner = (schema: z.core.$ZodType): z.ZodType => shapeOf(schema as z.ZodType);
