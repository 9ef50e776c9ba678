import type { z } from 'zod';
import type { Path } from '../path.js';
import { type Meaning, meaningOf, type Use } from './meaning.js';

/** A piece of a scenario that a mark of the schema says something of, or a text. */
export interface Marked {
  path: Path;
  value: unknown;
  meaning: Meaning & { use: Use };
  /** The key at the end of the path, not what stands under it. */
  isKey?: true;
}

type Def = z.core.$ZodTypes['_zod']['def'];

/**
 * Everything in a scenario that has a meaning beyond its form, and every text, in the order of the schema.
 * @param value what the schema made of a file
 */
export function* everyMarked(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path = [],
  use: Use = 'plain',
): Iterable<Marked> {
  if (value === undefined || value === null) return;
  const own = meaningOf(schema);
  const meaning = { use, ...own };
  const def = schema._zod.def as Def;
  switch (def.type) {
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
      yield* everyMarked(def.innerType, value, path, meaning.use);
      return;
    case 'union':
      yield* inUnion(def.options, value, path, meaning.use);
      return;
    default:
  }
  if (own || typeof value === 'string') yield { path, value, meaning };
  if (def.type === 'array') {
    for (const [index, item] of (value as unknown[]).entries()) {
      yield* everyMarked(def.element, item, [...path, index], meaning.use);
    }
  } else if (def.type === 'object') {
    for (const [key, inner] of Object.entries(def.shape)) {
      yield* everyMarked(inner, (value as Record<string, unknown>)[key], [...path, key], meaning.use);
    }
  } else if (def.type === 'record') {
    yield* inRecord(def, value as Record<string, unknown>, path, meaning.use);
  }
}

function* inRecord(
  { keyType, valueType }: z.core.$ZodRecordDef,
  value: Record<string, unknown>,
  path: Path,
  use: Use,
): Iterable<Marked> {
  const ofKey = meaningOf(keyType);
  for (const [key, inner] of Object.entries(value)) {
    if (ofKey) yield { path: [...path, key], value: key, meaning: { use: 'plain', ...ofKey }, isKey: true };
    yield* everyMarked(valueType, inner, [...path, key], use);
  }
}

function* inUnion(
  options: readonly z.core.$ZodType[],
  value: unknown,
  path: Path,
  use: Use,
): Iterable<Marked> {
  const fitting = options.find((option) => (option as z.ZodType).safeParse(value).success);
  if (fitting) yield* everyMarked(fitting, value, path, use);
}
