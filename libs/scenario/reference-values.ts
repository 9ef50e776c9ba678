import type { JsonSchema } from './json-schema.js';

/** Where the keys of a map are told, if they are. */
type PathOf = (schema: JsonSchema) => string | undefined;

/** How the place is named where the keys of a map are told. */
const seen = 'map, see ';

/** What may stand at a key, in words and with its bounds, for a cell of a table. */
export function valueText(schema: JsonSchema, pathOf: PathOf): string {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const options = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (options.length > 0) {
    const texts = options.map((option) => valueText(option, pathOf));
    const isMaps = texts.every((text) => text.startsWith(seen));
    if (isMaps) return `${seen}${texts.map((text) => text.slice(seen.length)).join(', ')}`;
    return [...new Set(texts)].join(' or ');
  }
  switch (schema.type) {
    case 'object':
      return mapText(schema, pathOf);
    case 'array':
      return `list of ${valueText(schema.items ?? {}, pathOf)}`;
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'whole number' : 'number'}${span(schema.minimum, schema.maximum)}`;
    case 'boolean':
      return '`true` or `false`';
    case 'null':
      return 'nothing';
    default:
      return stringText(schema);
  }
}

function mapText(schema: JsonSchema, pathOf: PathOf): string {
  if (schema.properties) {
    const path = pathOf(schema);
    return path === undefined ? 'map' : `${seen}\`${path}\``.replaceAll('|', '\\|');
  }
  const keys = schema.propertyNames?.enum;
  if (keys?.every((key) => key === 'vi' || key === 'en')) return 'text per language';
  const value =
    typeof schema.additionalProperties === 'object' ? valueText(schema.additionalProperties, pathOf) : '';
  return keys ? `map of ${keys.map(code).join(', ')}: ${value}` : `map by name: ${value}`;
}

function stringText({ format, maxLength, pattern }: JsonSchema): string {
  if (format === 'ipv4') return 'IPv4 address';
  if (format === 'cidrv4') return 'network';
  if (typeof pattern === 'string' && pattern.includes('(ms|s|m|h|d)')) return 'duration';
  return typeof maxLength === 'number' && maxLength >= 500 ? `text, at most ${maxLength} characters` : 'text';
}

function span(least: unknown, most: unknown): string {
  const [from, to] = [least, most].map((bound) =>
    typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined,
  );
  if (from !== undefined && to !== undefined) return ` from ${from} to ${to}`;
  if (from !== undefined) return `, at least ${from}`;
  return to === undefined ? '' : `, at most ${to}`;
}

const code = (value: unknown) => `\`${String(value)}\``;
