import type { JsonSchema } from './json-schema.js';
import { type Path, valueAt } from './path.js';

/** The keys that a map at this path of a tree may have. Where kinds differ, those of the kind that is written there. */
export function knownKeys(schema: JsonSchema, tree: unknown, path: Path): string[] {
  let at = options(schema, tree);
  path.forEach((step, depth) => {
    const value = valueAt(tree, path.slice(0, depth + 1));
    at = at.flatMap((one) => {
      const next =
        typeof step === 'number' ? one.items : (one.properties?.[step] ?? one.additionalProperties);
      return typeof next === 'object' ? options(next, value) : [];
    });
  });
  const keys = at.flatMap((one) => [
    ...Object.keys(one.properties ?? {}),
    ...(one.propertyNames?.enum ?? []).map(String),
  ]);
  return [...new Set(keys)];
}

function options(schema: JsonSchema, value: unknown): JsonSchema[] {
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])];
  if (inner.length === 0) return [schema];
  const all = [schema, ...inner.flatMap((one) => options(one, value))];
  const type = valueAt(value, ['type']);
  const fitting = all.filter(
    ({ properties }) => properties?.type?.const !== undefined && properties.type.const === type,
  );
  return fitting.length > 0 ? fitting : all;
}
