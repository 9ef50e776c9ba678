import { z } from 'zod';
import { mark, meaningOf } from './meaning.js';

type Kinds = Record<string, z.ZodType>;
type Optional<T extends Kinds> = { [K in keyof T]: z.ZodOptional<T[K]> };

/** The keys by which kinds are told apart, each optional: which one is written says what kind it is. */
export function kindKeys<T extends Kinds>(kinds: T): Optional<T> {
  return Object.fromEntries(
    Object.entries(kinds).map(([key, schema]) => [key, schema.optional()]),
  ) as Optional<T>;
}

/** The same schema of a map, of which exactly one of these kinds must be written. */
export function exactlyOne<T extends z.ZodType>(kinds: object, schema: T): T {
  const names = Object.keys(kinds);
  const isOne = (value: unknown) => kindsIn(kinds, value as object).length === 1;
  const refined = schema.refine(isOne, `needs exactly one of ${names.join(', ')}`);
  return mark(refined, { oneOf: [...(meaningOf(schema)?.oneOf ?? []), names] });
}

/** The kind that is written, by its key; undefined when none is. */
export function kindIn<T extends object>(kinds: T, value: object): Extract<keyof T, string> | undefined {
  return kindsIn(kinds, value)[0];
}

function kindsIn<T extends object>(kinds: T, value: object): Extract<keyof T, string>[] {
  const written = value as Record<string, unknown>;
  return (Object.keys(kinds) as Extract<keyof T, string>[]).filter((key) => written[key] !== undefined);
}
