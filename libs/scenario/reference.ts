import { type JsonSchema, scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
import { templateReference } from './reference-templates.js';
import { valueText } from './reference-values.js';

/** A table of the reference: the keys of one kind of map. */
interface Section {
  /** Such as `nodes.<name>.files[]`. */
  path: string;
  about?: string;
  schema: JsonSchema;
}

/**
 * The reference of the language in Markdown, made from the schema: a table for each kind of map, with every key, what may
 * stand there, its default and its meaning; and what templates stand for, and where. A map that is declared in several places has one table.
 */
export function schemaReference(): string {
  const files: [string, JsonSchema][] = [
    ['scenario.yaml', scenarioJsonSchema()],
    ['solution.yaml', solutionJsonSchema()],
  ];
  const tables = files.map(([file, schema]) => {
    const sections = new Sections(schema);
    return `## ${file}\n\n${sections.all.map((section) => sectionText(section, sections)).join('\n')}`;
  });
  return [...tables, templateReference()].join('\n');
}

/** All maps of a schema, each once, in the order in which they are met. */
class Sections {
  readonly all: Section[] = [];
  private readonly paths = new Map<string, string>();

  constructor(root: JsonSchema) {
    const waiting: Section[] = [{ path: '', schema: root }];
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const known = formOf(next.schema);
      if (this.paths.has(known)) continue;
      this.paths.set(known, next.path);
      this.all.push(next);
      waiting.unshift(...inside(next));
    }
  }

  /** Where the keys of a map are told. */
  pathOf = (schema: JsonSchema): string | undefined => this.paths.get(formOf(schema));
}

/** The maps that stand directly in a map, through lists and maps by name. */
function inside({ path, schema }: Section): Section[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    mapsIn(value, path === '' ? key : `${path}.${key}`),
  );
}

function mapsIn(schema: JsonSchema, path: string): Section[] {
  if (schema.properties) return [{ path, about: schema.description, schema }];
  const kinds = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (kinds.length > 0) {
    return kinds.flatMap((kind) => {
      const type = kind.properties?.type?.const;
      return mapsIn(kind, typeof type === 'string' ? `${path} (${type})` : path);
    });
  }
  if (schema.items) return mapsIn(schema.items, `${path}[]`);
  if (typeof schema.additionalProperties !== 'object') return [];
  const names = schema.propertyNames?.enum;
  return mapsIn(schema.additionalProperties, `${path}.${names ? `<${names.join('|')}>` : '<name>'}`);
}

/** What two maps must have in common to be told once: all but what is said of their place. */
function formOf({ description: _description, default: _default, ...form }: JsonSchema): string {
  return JSON.stringify(form);
}

function sectionText({ path, about, schema }: Section, sections: Sections): string {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {}).map(([key, value]) => {
    const fallback = required.has(key) ? '**required**' : defaultText(value.default);
    return `| \`${key}\` | ${valueText(value, sections.pathOf)} | ${fallback} | ${cell(value.description ?? '')} |\n`;
  });
  const kinds = (schema.allOf ?? []).flatMap(({ oneOf = [] }) => {
    const keys = oneOf.map(({ required: [key] = [] }) => `\`${key}\``);
    return [`Exactly one of ${keys.join(', ')}.\n\n`];
  });
  const title = path === '' ? '' : `### \`${path}\`\n\n`;
  const lead = about === undefined || path === '' ? '' : `${capital(about)}.\n\n`;
  return `${title}${lead}${kinds.join('')}| key | value | default | meaning |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

function defaultText(value: unknown): string {
  if (value === undefined) return '';
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return isEmpty ? '' : cell(`\`${typeof value === 'string' ? value : JSON.stringify(value)}\``);
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
