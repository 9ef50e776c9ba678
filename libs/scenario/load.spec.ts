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
    ...[
      'vocr/../../etc',
      'a?b=c',
      'x#y',
      '/debian',
      'a//b',
      'a/./b',
      'UP CASE',
      'x/',
      'vocr/{{ hidden_port }}',
    ].map((image): [string, string, string, RegExp, undefined] => [
      `${image} as an image`,
      'image: vocr/attacker',
      `image: '${image}'`,
      /nodes\.attacker\.image must be an image such as debian:bookworm-slim/,
      undefined,
    ]),
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
      /check\[0\] needs exactly one of command, tcp, http, dns/,
      undefined,
    ],
    [
      'neither answer nor check',
      "    answer: { value: '{{ door_flag }}' }\n",
      '',
      /tasks\[0\] needs exactly one of answer, check/,
      undefined,
    ],
    [
      'a key twice',
      'license: Apache-2.0',
      'license: Apache-2.0\nlicense: MIT',
      '8:1 has the key license twice in one map',
      undefined,
    ],
    [
      'a template without quotes',
      "{ value: '{{ door_flag }}' }",
      '{ value: {{ door_flag }} }',
      '40:23 has a key that is no plain word',
      /write it in quotes: "\{\{ name \}\}"/,
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

  it('says what is wrong with the folder', () => {
    const { problems } = loadScenario(
      sampleFolder({ '.git/config': 'x', 'brief.vi.md': Buffer.from([0xc3, 0x28]) }),
    );
    expect(problems.map(short)).toEqual([
      expect.stringMatching(/^.git\/config:1:1 must not be in a scenario/),
      expect.stringMatching(/^brief.vi.md:1:1 is not UTF-8 text: line 1/),
    ]);
  });
});

it.each([
  'debian',
  'debian:bookworm-slim',
  'registry.example:5000/lab/web_app:1.0',
  `ghcr.io/a/b@sha256:${'0'.repeat(64)}`,
])('takes %s as an image', (image) => {
  expect(loadScenario(sampleWith('image: vocr/attacker', `image: '${image}'`)).problems).toEqual([]);
});
