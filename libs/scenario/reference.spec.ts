import { describe, expect, it } from 'vitest';
import { type JsonSchema, scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
import { schemaReference } from './reference.js';

const reference = schemaReference();
const tables = reference.split(/^### /m);
const tableOf = (path: string) => tables.find((table) => table.startsWith(`\`${path}\``)) ?? '';

/** Every key of a schema, however deep. */
function keysOf(schema: JsonSchema): string[] {
  const lists = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((list) => list ?? []);
  const more = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  const inner = [...Object.values(schema.properties ?? {}), ...lists, ...more];
  return [
    ...Object.keys(schema.properties ?? {}),
    ...[...inner, ...(schema.items ? [schema.items] : [])].flatMap(keysOf),
  ];
}

describe('the reference of the language', () => {
  it('has a line for every key of the schemas', () => {
    for (const key of new Set([scenarioJsonSchema(), solutionJsonSchema()].flatMap(keysOf))) {
      expect(reference).toContain(`| \`${key}\` |`);
    }
  });

  it('says what may stand at a key, its default and its meaning', () => {
    expect(tableOf('nodes.<name>.resources')).toContain(
      '| `processes` | whole number from 8 to 4096 | `256` | most processes and threads |',
    );
    expect(tableOf('tasks[]')).toContain('| `id` | text | **required** | its name, once in the scenario |');
    expect(tableOf('tasks[]')).toContain('Exactly one of `answer`, `check`, `observe`, `manual`.');
    expect(reference).toContain(
      '| `difficulty` | `beginner`, `easy`, `medium`, `hard`, `expert` | **required** |',
    );
    expect(tableOf('services.<name>')).toContain('| `every` | duration | `1m` |');
  });

  it('tells a map once, and points to it from elsewhere', () => {
    expect(tableOf('tasks[].check[]')).toContain('| `http` | map, see `nodes.<name>.ready.http` |');
    expect(tableOf('variables.<name> (flag)')).toContain('| `wrapper` | text | `VOCR` |');
  });

  it('tells where each template may stand, as validation has it', () => {
    const line = (start: string) => reference.split('\n').find((text) => text.startsWith(start)) ?? '';
    expect(line('| `{{ team.name }}`')).toMatch(
      /\| descriptions, hints, messages, briefs, titles of checks; files of nodes \|$/,
    );
    expect(line('| `{{ name }}` | a variable of type flag')).toMatch(
      /\| files of nodes; answers; what probes send and expect \|$/,
    );
    expect(line('| `{{ facts.<name> }}`')).toMatch(/\| commands of attacks \|$/);
    expect(line('| `{{ nodes.<node>.ip.<network> }}`')).toMatch(/\| everywhere above \|$/);
  });

  it('is one table after the other, with as many cells in each line', () => {
    const [keys] = reference.split('## Templates');
    for (const line of keys!.split('\n').filter((text) => text.startsWith('|'))) {
      expect(line.replaceAll('\\|', '').split('|')).toHaveLength(6);
    }
  });
});
