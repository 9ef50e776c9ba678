import fc from 'fast-check';
import type { z } from 'zod';
import { type Meaning, meaningOf, type Named } from '../schema/meaning.js';

/** Names that may be referred to, by the key of the root that declares them. */
export type Declared = Partial<Record<Named, readonly string[]>>;

/**
 * Data of the form that a schema takes, made from the schema itself: a new kind is tried as soon as it is declared. What a
 * schema refines is tried again until it fits.
 * @param declared what references may name
 */
export function arbitraryOf(schema: z.core.$ZodType, declared: Declared, depth = 0): fc.Arbitrary<unknown> {
  const meaning = meaningOf(schema);
  const made = formOf(schema, meaning, declared, depth);
  const fits = (value: unknown) => (schema as z.ZodType).safeParse(value).success;
  return schema._zod.def.checks?.length ? made.filter(fits) : made;
}

function formOf(
  schema: z.core.$ZodType,
  meaning: Meaning | undefined,
  declared: Declared,
  depth: number,
): fc.Arbitrary<unknown> {
  const inner = (next: z.core.$ZodType) => arbitraryOf(next, declared, depth + 1);
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (meaning?.refers) return fc.constantFrom(...(declared[meaning.refers] ?? []));
  switch (def.type) {
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'boolean':
      return fc.boolean();
    case 'number':
      return numberOf(schema);
    case 'string':
      return stringOf(schema);
    case 'optional':
    case 'default':
    case 'prefault':
      return inner(def.innerType);
    case 'nullable':
      return fc.option(inner(def.innerType));
    case 'array':
      return fc.array(inner(def.element), { maxLength: 2 + Number(depth < 2) });
    case 'union':
      return fc.oneof(...def.options.map(inner));
    case 'record':
      return recordOf(def, declared, depth);
    case 'object':
      return objectOf(def.shape, meaning, declared, depth);
    default:
      throw new Error(`no data is made of a schema of type ${def.type}`);
  }
}

function recordOf({ keyType, valueType }: z.core.$ZodRecordDef, declared: Declared, depth: number) {
  const value = arbitraryOf(valueType, declared, depth + 1);
  const isText = keyType._zod.def.type === 'enum' && valueType._zod.def.type === 'string';
  // A text must be there in every language.
  if (isText) return fc.record({ vi: value, en: value });
  const key = arbitraryOf(keyType, declared, depth + 1) as fc.Arbitrary<string>;
  return fc.dictionary(key, value, { minKeys: 1, maxKeys: 2, noNullPrototype: true });
}

function objectOf(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  meaning: Meaning | undefined,
  declared: Declared,
  depth: number,
): fc.Arbitrary<unknown> {
  const kinds = meaning?.oneOf ?? [];
  const chosen = fc.tuple(...kinds.map((keys) => fc.constantFrom(...keys)));
  return chosen.chain((keys) => {
    const kept = Object.entries(shape).filter(
      ([key]) => keys.includes(key) || !kinds.some((set) => set.includes(key)),
    );
    const fields = kept.map(([key, field]): [string, fc.Arbitrary<unknown>] => [
      key,
      arbitraryOf(field, declared, depth + 1),
    ]);
    const required = kept.filter(([key, field]) => keys.includes(key) || field._zod.optin !== 'optional');
    return fc.record(Object.fromEntries(fields), { requiredKeys: required.map(([key]) => key) });
  });
}

/** What the checks of a schema, and the schema itself, ask for. */
function checksOf(schema: z.core.$ZodType): Record<string, unknown>[] {
  const own = schema._zod.def as unknown as Record<string, unknown>;
  return [own, ...(schema._zod.def.checks ?? []).map((check) => check._zod.def as unknown as typeof own)];
}

function numberOf(schema: z.core.$ZodType): fc.Arbitrary<number> {
  const checks = checksOf(schema);
  const bound = (kind: string) => checks.find(({ check }) => check === kind)?.value;
  const [low, high] = [bound('greater_than'), bound('less_than')];
  const min = typeof low === 'number' ? low : -1_000;
  const max = typeof high === 'number' ? high : 1_000_000;
  if (checks.some(({ format }) => format === 'safeint')) {
    return fc.integer({ min: Math.max(min, -(2 ** 31)), max: Math.min(max, 2 ** 31 - 1) });
  }
  return fc.double({ min, max, noNaN: true }).map((value) => Math.max(min, Number(value.toFixed(2))));
}

/** Texts that YAML could take for something else. */
const words =
  'a|Trà Mây|yes|no|0644|1.10|~|null| x |- y|k: v|#z|it\'s|"q"|a\nb\n|{x}|[x|&a|*a|!b|%c|@d|2026-11-22|0x1F|.inf|\ttab|a\u2028b'.split(
    '|',
  );

function stringOf(schema: z.core.$ZodType): fc.Arbitrary<string> {
  const checks = checksOf(schema);
  if (checks.some(({ format }) => format === 'ipv4')) return fc.ipV4();
  const pattern = checks.map((check) => check.pattern).find((found) => found instanceof RegExp);
  return pattern ? fc.stringMatching(new RegExp(pattern.source)) : fc.constantFrom(...words);
}
