import { z } from 'zod';

type Kinds = Record<string, z.ZodType>;
type Optional<T extends Kinds> = { [K in keyof T]: z.ZodOptional<T[K]> };

/** The keys by which kinds are told apart, each optional: which one is written says what kind it is. */
export function kindKeys<T extends Kinds>(kinds: T): Optional<T> {
  return Object.fromEntries(
    Object.entries(kinds).map(([key, schema]) => [key, schema.optional()]),
  ) as Optional<T>;
}

/** For `refine`: that exactly one kind is written, and what is said if not. */
export function exactlyOne(kinds: object): [(value: object) => boolean, string] {
  const names = Object.keys(kinds);
  return [(value) => kindsIn(kinds, value).length === 1, `needs exactly one of ${names.join(', ')}`];
}

/** The kind that is written, by its key; undefined when none is. */
export function kindIn<T extends object>(kinds: T, value: object): Extract<keyof T, string> | undefined {
  return kindsIn(kinds, value)[0];
}

function kindsIn<T extends object>(kinds: T, value: object): Extract<keyof T, string>[] {
  const written = value as Record<string, unknown>;
  return (Object.keys(kinds) as Extract<keyof T, string>[]).filter((key) => written[key] !== undefined);
}
