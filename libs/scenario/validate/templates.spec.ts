import { describe, expect, it } from 'vitest';
import { mends, sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

const answer = "answer: { value: '{{ door_flag }}' }";

describe('templates', () => {
  it.each([
    [
      'a file',
      '          flag={{ door_flag }}',
      '          flag={{ dor_flag }}',
      'scenario.yaml:33:16 error: there is no variable dor_flag',
    ],
    [
      'an address of no node',
      '{{ nodes.web.ip }}',
      '{{ nodes.wep.ip }}',
      'scenario.yaml:38:39 error: there is no variable nodes.wep.ip',
    ],
    [
      'a title',
      'title: { vi: Tìm, en: Find }',
      "title: { vi: Tìm, en: 'Find {{ hidden_port }}' }",
      'scenario.yaml:37:33 error: {{ hidden_port }} is not resolved here',
    ],
  ])('finds what %s cannot get', (_, from, to, said) => {
    expect(told(sampleWith(from, to)).filter((line) => line.includes('error'))).toEqual([said]);
  });

  it('looks into the files that nodes take, and into briefs', () => {
    const files = sampleFolder({
      'files/shop.ini': 'a\nb {{ clerk_password }} {{ zzz }}',
      'brief.vi.md': 'x {{ hiden_port }} {{ hidden_port }}',
    });
    expect(told(files)).toEqual([
      'brief.vi.md:1:3 error: there is no variable hiden_port',
      'files/shop.ini:2:24 error: there is no variable zzz',
    ]);
    expect(mends(files)[0]).toBe(
      'did you mean hidden_port? or write \\{{ hiden_port }} if the text itself is meant',
    );
  });

  it('leaves braces alone that are no template or that are escaped, and files that are no text', () => {
    const files = sampleFolder({
      'files/shop.ini': '{{7*7}} {{ a b }} {% x %} \\{{ zzz }} {{ clerk_password }}',
    });
    expect(told(files)).toEqual([]);
    expect(
      told(
        sampleFolder({
          'files/shop.ini': Buffer.from([0x7b, 0x7b, 0xff]),
          'brief.vi.md': '{{ hidden_port }}',
        }),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'environment',
      "PORT: '{{ hidden_port }}'",
      "PORT: '{{ hidden_port }}', FLAG: '{{ door_flag }}'",
      'door_flag is secret, and this can be read by every process of the node',
    ],
    [
      'a command',
      'terminal: { user: root }',
      "terminal: { user: root }\n    command: [sh, '{{ clerk_password }}']",
      'clerk_password is secret, and this can be read by every process of the node',
    ],
    [
      'the arguments of a check inside the node',
      'http: { path: /login',
      "command: { run: [test, '{{ door_flag }}'] }\n      - node: web\n        http: { path: /login",
      'door_flag is secret, and this can be read by every process of the node',
    ],
    [
      'a description',
      'en: Mend the hole',
      "en: 'Mend {{ door_flag }}'",
      'door_flag is secret, and this is read by the learner',
    ],
    [
      'a hint',
      'en: Scan it',
      "en: 'It is {{ door_flag }}'",
      'door_flag is secret, and this is read by the learner',
    ],
  ])('refuses a secret in %s', (_, from, to, said) => {
    expect(told(sampleWith(from, to))).toEqual([expect.stringContaining(`error: ${said}`)]);
  });

  it('refuses a secret in a brief', () => {
    expect(
      told(sampleFolder({ 'brief.en.md': 'The port is {{ hidden_port }}, the flag {{ door_flag }}' })),
    ).toEqual(['brief.en.md:1:41 error: door_flag is secret, and this is read by the learner']);
  });

  it('allows secrets in files, answers and probes from outside', () => {
    expect(told(sampleWith(answer, "answer: { value: '{{ door_flag }}{{ clerk_password }}' }"))).toEqual([]);
  });

  it('warns of variables that nothing uses', () => {
    expect(told(sampleWith('variables:\n', 'variables:\n  idle: { type: username }\n'))).toEqual([
      'scenario.yaml:12:3 warning: variable idle is not used',
    ]);
  });
});
