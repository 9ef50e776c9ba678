import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAll, resolveText, TemplateError, templatesIn } from './templates.js';

describe('templatesIn', () => {
  it.each([
    ['{{ a }}', [['a', 0]]],
    [
      'x{{a}}y{{  nodes.web-1.ip }}',
      [
        ['a', 1],
        ['nodes.web-1.ip', 7],
      ],
    ],
    ['{{ a b }} {{7*7}} {{}} { { a }} {{ a }', []],
    ['\\{{ a }} {{ b }}', [['b', 9]]],
    ['{{{ a }}}', [['a', 1]]],
    ['{{ a\n}}', []],
  ])('of %j', (text, found) => {
    expect(templatesIn(text).map(({ name, offset }) => [name, offset])).toEqual(found);
  });

  it('gives each as it is written, where it is written', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom('{{ a }}', '{{b}}', '{{', '}}', '\\', ' '), fc.string()), {
          maxLength: 20,
        }),
        (parts) => {
          const text = parts.join('');
          for (const { source, offset } of templatesIn(text))
            expect(text.slice(offset, offset + source.length)).toBe(source);
        },
      ),
    );
  });
});

describe('resolveText', () => {
  it('replaces templates by values, and only once', () => {
    expect(resolveText('{{ a }}-{{b}}-{{ a }}', { a: '{{ b }}', b: '$& $1' })).toBe('{{ b }}-$& $1-{{ b }}');
  });

  it('gives an escaped template as it is meant', () => {
    expect(resolveText('\\{{ a }} \\ {{7*7}}', {})).toBe('{{ a }} \\ {{7*7}}');
  });

  it.each(['{{ b }}', '{{ toString }}', '{{ __proto__ }}'])(
    'throws, naming %s, when there is no value',
    (text) => {
      expect(() => resolveText(text, { a: '1' })).toThrow(new TemplateError(`no value for ${text}`));
    },
  );

  it('leaves a text without braces as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => resolveText(text, {}) === text,
      ),
    );
  });
});

describe('resolveAll', () => {
  it('resolves every string in plain data and leaves the rest', () => {
    const probe = {
      http: { port: 80, form: { '{{ a }}': '{{ a }}' }, contains: ['x{{ a }}'], status: undefined },
    };
    expect(resolveAll(probe, { a: "' OR 1=1 -- " })).toEqual({
      http: { port: 80, form: { '{{ a }}': "' OR 1=1 -- " }, contains: ["x' OR 1=1 -- "], status: undefined },
    });
    expect(probe.http.contains).toEqual(['x{{ a }}']);
  });
});
