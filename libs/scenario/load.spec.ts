import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from './load.js';
import { sample, sampleFolder, sampleWith } from './testing/sample-folder.js';

const yaml = sample['scenario.yaml'];
const short = ({
  file,
  line,
  column,
  message,
}: {
  file: string;
  line: number;
  column: number;
  message: string;
}) => `${file}:${line}:${column} ${message}`;
const bomb = Array.from({ length: 9 }, (_, level) =>
  level === 0 ? 'k0: &a0 [x, x, x, x, x]' : `k${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}]`,
).join('\n');
const load = (text: string) => loadScenario(sampleFolder({ 'scenario.yaml': text }));

describe('loadScenario', () => {
  it('finds nothing wrong with a sound folder', () => {
    const { scenario, solution, problems } = loadScenario(sampleFolder());
    expect(problems).toEqual([]);
    expect(scenario?.nodes.web?.resources).toEqual({ memory: '256M', disk: '64M', cpus: 1, processes: 256 });
    expect(solution?.steps.map(({ task }) => task)).toEqual(['find', 'mend']);
  });

  it('tells every mistake of one file at once, each on its line, in order', () => {
    const text = yaml
      .replace('difficulty: easy', 'difficulty: esy')
      .replace('hidden_port: { type: port', 'hidden_port: { type: prot')
      .replace('inner: {}', 'iner: {}')
      .replace('points: 50', 'points: "50"')
      .replace('    answer:', '    anwser:')
      .replace('requires: [find]', 'requires: [fnd]')
      .replace("mode: '0640'", 'mode: 0640');
    expect(load(text).problems.map(short)).toEqual([
      'scenario.yaml:8:13 difficulty must be one of beginner, easy, medium, hard, expert',
      'scenario.yaml:14:24 variables.hidden_port.type must be one of flag, password, username, port, number, choice, text',
      'scenario.yaml:29:7 there is no network iner',
      'scenario.yaml:34:60 nodes.web.files[1].mode must be a text, is a whole number',
      'scenario.yaml:39:13 tasks[0].points must be a number, is a text',
      'scenario.yaml:40:5 anwser is not a known key here',
      'scenario.yaml:48:16 there is no task fnd',
    ]);
  });

  it('gives no scenario while there is an error, and gives it with warnings', () => {
    expect(loadScenario(sampleWith('points: 50', 'points: x')).scenario).toBeUndefined();
    const warned = loadScenario(sampleFolder({ 'solution.yaml': undefined }));
    expect(warned.problems.map(({ severity }) => severity)).toEqual(['warning']);
    expect(warned.scenario?.id).toBe('sample');
    const unsolved = loadScenario(sampleWith('task: find', 'task: fnid', 'solution.yaml'));
    expect([unsolved.scenario, unsolved.solution]).toEqual([undefined, undefined]);
  });

  it.each([
    ['a mistyped key', 'summary:', 'sumary:', '5:1 sumary is not a known key here', 'did you mean summary?'],
    [
      'a key nobody knows',
      'license: Apache-2.0',
      'license: x\nzzzzzzzz: 1',
      '8:1 zzzzzzzz is not a known key here',
      /^there is apiVersion, id/,
    ],
    [
      'a key of another kind of variable',
      '{ type: flag }',
      '{ type: flag, length: 9 }',
      '12:28 length is not a known key here',
      'there is type, wrapper',
    ],
    [
      'a language nobody speaks',
      'en: Sample }',
      'fr: Exemple }',
      '4:19 fr is not a known key here',
      'there is vi, en',
    ],
    [
      'a missing key, at what should have it',
      '    points: 50\n',
      '',
      '36:5 tasks[0].points is missing',
      undefined,
    ],
    [
      'a number that must be a text',
      'license: Apache-2.0',
      'license: 2.10',
      '7:10 license must be a text, is a number',
      'write it in quotes: "2.10"',
    ],
    [
      'a text that must be a number',
      'points: 50',
      "points: '50'",
      /points must be a number, is a text/,
      'write it without quotes: 50',
    ],
    [
      'nothing where a map must be',
      '  dmz: { cidr: 192.168.56.0/24 }',
      '  dmz:',
      '16:3 networks.dmz must be a map (key: value), is empty',
      undefined,
    ],
    ['a bad name', '  inner: { cidr', '  Inner: { cidr', /the name Inner must be 1 to 31 of a-z/, undefined],
    [
      'a name of JavaScript',
      '  inner: { cidr',
      '  constructor: { cidr',
      /the name constructor must be another word/,
      undefined,
    ],
    [
      'a bad network',
      'cidr: 10.10.20.0/24',
      'cidr: 10.10.20/24',
      /must be a network such as 192.168.56.0\/24/,
      undefined,
    ],
    [
      'two kinds of probe',
      'http: {',
      'tcp: { port: 1 }\n        http: {',
      /check\[0\] needs exactly one of command, tcp, http, log/,
      undefined,
    ],
    [
      'neither answer nor check',
      "    answer: { value: '{{ door_flag }}' }\n",
      '',
      /tasks\[0\] needs either answer or check/,
      undefined,
    ],
    [
      'a key twice',
      'license: Apache-2.0',
      'license: Apache-2.0\nlicense: MIT',
      '8:1 has the key license twice in one map',
      undefined,
    ],
    ['a tab', '  dmz: { cidr', '\tdmz: { cidr', /^16:\d+ is no YAML: /, undefined],
    ['two documents', 'tasks:', '---\ntasks:', /must hold one document/, undefined],
  ])('names the place and the mend of %s', (_, from, to, said, mend) => {
    const { problems } = loadScenario(sampleWith(from, to));
    const texts = problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`);
    const found = texts.findIndex((text) => (typeof said === 'string' ? text === said : said.test(text)));
    expect(found, texts.join('\n')).toBeGreaterThanOrEqual(0);
    if (mend === undefined) expect(problems[found]?.mend).toBeUndefined();
    else expect(problems[found]?.mend).toMatch(mend);
  });

  it('shows one mistyped key as one mistake and still looks at what stands under it', () => {
    const { problems } = loadScenario(
      sampleWith("    answer: { value: '{{ door_flag }}' }", "    anwser: { value: '{{ dor_flag }}' }"),
    );
    expect(problems.map(short)).toEqual([
      'scenario.yaml:40:5 anwser is not a known key here',
      'scenario.yaml:40:23 there is no variable dor_flag',
    ]);
  });

  it('follows aliases, to the line on which a mistake was written', () => {
    const text = yaml
      .replace('answer: { value:', 'answer: &a { vale: x, value:')
      .replace(
        '  - id: mend',
        '  - id: third\n    title: &t { vi: a }\n    description: *t\n    points: 1\n    answer: *a\n  - id: mend',
      );
    expect(load(text).problems.map(short)).toEqual([
      'scenario.yaml:40:18 vale is not a known key here',
      'scenario.yaml:45:5 tasks[1].title has no text in en',
      'scenario.yaml:46:5 tasks[1].description has no text in en',
      'solution.yaml:2:1 no step solves task third',
    ]);
  });

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
    const { problems } = load(many);
    expect(problems.length).toBeLessThan(200);
    expect(problems.map(({ message }) => message)).toContain('has more problems than are told here');
  });

  it('says what is wrong with the folder', () => {
    const { problems } = loadScenario(
      sampleFolder({ '.git/config': 'x', 'brief.vi.md': Buffer.from([0xc3, 0x28]) }),
    );
    expect(problems.map(short)).toEqual([
      expect.stringMatching(/^.git\/config:1:1 must not be in a scenario/),
      expect.stringMatching(/^brief.vi.md:1:1 is not UTF-8 text: line 1/),
    ]);
  });

  it('never throws, and always says where and why, whatever is done to the text', () => {
    const pieces = [
      '{{ x }}',
      '- ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '<<: *a',
      '!!set',
      '|',
      '"',
      "'",
      '\n',
      '\t',
      '  ',
      '~',
      '0x1F',
      '.inf',
      '1e999',
      '%YAML 1.1\n---\n',
      '---',
      '\u0000',
      'constructor: 1\n',
      'null',
      '? ',
      '#',
    ];
    const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8, unit: 'binary' }));
    const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), drop: fc.nat(40), put: piece });
    const file = fc.constantFrom('scenario.yaml' as const, 'solution.yaml' as const, 'brief.vi.md' as const);
    fc.assert(
      fc.property(file, fc.array(edit, { minLength: 1, maxLength: 6 }), (name, edits) => {
        const text = edits.reduce((before, { at, drop, put }) => {
          const start = Math.floor(at * before.length);
          return before.slice(0, start) + put + before.slice(start + drop);
        }, sample[name]);
        const lines = text.split('\n');
        const { scenario, problems } = loadScenario(sampleFolder({ [name]: text }));
        expect(scenario === undefined).toBe(problems.some(({ severity }) => severity === 'error'));
        for (const problem of problems) {
          expect(problem.message).not.toBe('');
          if (problem.file !== name) continue;
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(problem.line).toBeLessThanOrEqual(lines.length);
          expect(problem.column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);

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
