import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from './load.js';
import { sampleFolder } from './testing/sample-folder.js';

const bomb = Array.from({ length: 9 }, (_, level) =>
  level === 0 ? 'k0: &a0 [x, x, x, x, x]' : `k${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
).join('\n');

describe('loadScenario on hostile input', () => {
  it.each([
    ['not there', undefined, 'there is no scenario.yaml'],
    ['empty', '', 'the file must be a map (key: value), is empty'],
    ['a text', 'hello', 'the file must be a map (key: value), is a text'],
    [
      'not UTF-8',
      Buffer.concat([Buffer.from('id: x\ntitle: '), Buffer.from([0xff, 0xfe])]),
      /^is not UTF-8 text: line 2 has/,
    ],
    ['too big', 'a'.repeat(600_000), /^is too big: 600000 bytes, may have 524288/],
    ['too deep in flow', '['.repeat(200_000), /^nests more than 64 deep/],
    ['too deep in maps', '{a: '.repeat(100_000), /^nests more than 64 deep/],
    ['too deep in lists', '- '.repeat(20_000), /^nests more than 64 deep/],
    ['too long', 'a: 1\n'.repeat(20_000), /^has more than 60000 words and signs/],
    ['full of bad escapes', `"${'\\u'.repeat(100_000)}`, /^is no YAML: /],
    ['a bomb of aliases', bomb, /^has aliases that grow too big/],
    ['an alias of itself', '&a [*a, *a]', /hold themselves$/],
    ['of a hostile key', '__proto__: { polluted: 1 }', 'must not have the key __proto__'],
  ])('says so when scenario.yaml is %s', (_, content, message) => {
    const { scenario, problems } = loadScenario(sampleFolder({ 'scenario.yaml': content }));
    expect(scenario).toBeUndefined();
    expect(problems.map((problem) => problem.message)).toContainEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('tells a bounded number of problems of a file that has no end of them', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `k${index}: 1\n`).join('');
    const { problems } = loadScenario(sampleFolder({ 'scenario.yaml': many }));
    expect(problems.length).toBeLessThan(200);
    expect(problems.map(({ message }) => message)).toContain('has more problems than are told here');
  });

  it('never throws on bytes of any kind', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string({ maxLength: 20 }), (bytes, path) => {
        expect(
          loadScenario(
            new Map([
              ['scenario.yaml', bytes],
              [path, bytes],
            ]),
          ).scenario,
        ).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });
});
