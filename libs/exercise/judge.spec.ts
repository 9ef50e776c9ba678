import type { Task, TaskAnswer } from '#scenario';
import { describe, expect, it } from 'vitest';
import { isRight } from './judge.js';
import { scenario } from './testing/given.js';

const by = (rule: Partial<TaskAnswer>): Task => ({
  ...scenario.tasks[0]!,
  answer: { caseSensitive: true, ...rule },
});
const task = (value: string, caseSensitive = true): Task => by({ value, caseSensitive });
const values = { flag: 'VOCR{a1}', odd: ' {{ flag }} ', port: '8080' };

describe('an answer is judged', () => {
  it.each([
    ['as it is', 'VOCR{a1}', task('{{ flag }}'), true],
    ['without the space around it', ' \n\u00a0VOCR{a1}\t', task('{{ flag }}'), true],
    ['with the space inside it', 'V OCR{a1}', task('{{ flag }}'), false],
    ['with its case', 'vocr{a1}', task('{{ flag }}'), false],
    ['without its case, where the task says so', 'vocr{A1}', task('{{ flag }}', false), true],
    ['whole, not by its beginning', 'VOCR{a1}x', task('{{ flag }}'), false],
    ['in NFC, typed in NFD', 'tiếng Việt'.normalize('NFD'), task('tiếng Việt'), true],
    ['in NFC, declared in NFD', 'tiếng Việt', task('tiếng Việt'.normalize('NFD')), true],
    ['without case in Vietnamese', 'ĐƯỜNG ẤM', task('đường ấm', false), true],
    ['with its marks', 'tieng viet', task('tiếng Việt', false), false],
    ['by a value that is not read for templates again', '{{ flag }}', task('{{ odd }}'), true],
    ['not as a pattern', 'VOCR{b1}', task('VOCR{.1}'), false],
    ['with its wrapper', 'a1', task('{{ flag }}'), false],
    ['when empty', '', task('{{ flag }}'), false],
  ] as const)('%s', (_, answer, about, right) => {
    expect(isRight(answer, about, values)).toBe(right);
  });

  it('never right where the task takes none', () => {
    const mend = scenario.tasks.find(({ id }) => id === 'mend')!;
    expect(isRight('', mend, values)).toBe(false);
    expect(isRight('undefined', mend, values)).toBe(false);
  });
});

describe('what does not count', () => {
  const loose = (value: string, ...normalise: NonNullable<TaskAnswer['normalise']>) =>
    by({ value, normalise, caseSensitive: false });
  it.each([
    ['marks', 'duong am', loose('Đường ấm', 'marks'), true],
    ['marks, on the other side', 'Đường ấm'.normalize('NFD'), loose('duong am', 'marks'), true],
    ['marks, but letters do', 'duong em', loose('Đường ấm', 'marks'), false],
    ['spaces', 't i ếng\u200b Việt', loose('tiếng Việt', 'spaces'), true],
    ['spaces, but marks do', 'tieng viet', loose('tiếng Việt', 'spaces'), false],
    ['punctuation', '“It’s me”, he said!', loose('Its me he said', 'punctuation'), true],
    ['punctuation, but signs do', 'a+b', loose('a-b', 'punctuation'), false],
    ['a wrapper that is left out', 'a1', loose('{{ flag }}', 'wrapper'), true],
    ['a wrapper that is there too much', 'VOCR{a1}', loose('a1', 'wrapper'), true],
    ['another wrapper', 'flag{ a1 }', loose('{{ flag }}', 'wrapper'), true],
    ['a wrapper, but what is in it does', 'VOCR{a2}', loose('{{ flag }}', 'wrapper'), false],
    ['all of it', 'vocr{ ĐƯỜNG-am. }', loose('đường ấm', 'spaces', 'marks', 'punctuation', 'wrapper'), true],
  ] as const)('%s', (_, answer, about, right) => {
    expect(isRight(answer, about, values)).toBe(right);
  });

  it('never leaves an empty answer right', () => {
    expect(isRight('!!', loose('...', 'punctuation'), values)).toBe(false);
    expect(isRight('VOCR{}', by({ value: 'x{}', normalise: ['wrapper'] }), values)).toBe(false);
  });
});

describe('one of several answers', () => {
  const one = by({ oneOf: ['tea', '{{ flag }}'], caseSensitive: false });
  it.each([
    ['TEA', true],
    ['vocr{A1}', true],
    ['coffee', false],
    ['tea, VOCR{a1}', false],
    ['', false],
  ])('%j: %s', (answer, right) => {
    expect(isRight(answer, one, values)).toBe(right);
  });
});

describe('several answers', () => {
  const several = by({
    severalOf: { values: ['tea', 'TEA', 'trà', '{{ flag }}'], atLeast: 2 },
    caseSensitive: false,
  });
  it.each([
    ['in any order', 'VOCR{a1}, tea', true],
    ['on lines, with empty ones', '\ntea\r\n\r\ntrà,\n', true],
    ['more than must be', 'tea,trà,VOCR{a1}', true],
    ['too few', 'tea', false],
    ['one twice', 'tea, TEA', false],
    ['with something that is not among them', 'tea, trà, coffee', false],
    ['none', ' , ', false],
  ])('%s', (_, answer, right) => {
    expect(isRight(answer, several, values)).toBe(right);
  });
});

describe('an answer by pattern', () => {
  const pattern = (text: string, more: Partial<TaskAnswer> = {}) => by({ pattern: text, ...more });
  it.each([
    ['is the whole answer', 'cve-2021-44228', pattern('cve-\\d{4}-\\d{4,}'), true],
    ['is not a part of it', 'a cve-2021-44228', pattern('cve-\\d{4}-\\d{4,}'), false],
    ['has alternatives that are whole', 'ab', pattern('a|b'), false],
    ['has case', 'CVE-1', pattern('cve-\\d'), false],
    ['has none where the task says so', 'CVE-1', pattern('cve-\\d', { caseSensitive: false }), true],
    ['keeps its own meaning without case', 'a b', pattern('[^\\S]?\\w \\w', { caseSensitive: false }), true],
    ['is asked of what counts', 'CVE - 1', pattern('CVE1', { normalise: ['spaces', 'punctuation'] }), true],
    ['sees NFC', 'ế'.normalize('NFD'), pattern('.'), true],
    ['reads no template', 'VOCR{a1}', pattern('VOCR\\{b1\\}'), false],
  ] as const)('%s', (_, answer, about, right) => {
    expect(isRight(answer, about, values)).toBe(right);
  });
});

describe('an answer by number', () => {
  const number = (value: string, tolerance = 0) => by({ number: { value, tolerance } });
  it.each([
    ['1234.5', '1234.5'],
    ['1234.5', '1,234.5'],
    ['1234.5', '1.234,5'],
    ['1234.5', '1 234,50'],
    ['1234.5', '+1234.500'],
    ['1234.5', '1.2345e3'],
    ['1000000', '1.000.000'],
    ['1000000', "1'000'000"],
    ['1234', '1,234'],
    ['1.234', '1,234'],
    ['-3', '\u22123'],
    ['0', '-0.0'],
    ['31', '0x1F'],
    ['0x1f', '31'],
    ['{{ port }}', '8080'],
    ['7', '007'],
    ['123456789012345678901234567890', '123,456,789,012,345,678,901,234,567,890'],
  ])('%s may be written %s', (value, answer) => {
    expect(isRight(answer, number(value), values)).toBe(true);
  });

  it.each([
    ['1234', '1235'],
    ['1234', '1,23'],
    ['1234', '12,34'],
    ['3', '-3'],
    ['3', '3 apples'],
    ['3', '3 or 4'],
    ['12', '1 2'],
    ['0', ''],
    ['0', 'zero'],
    ['1', 'Infinity'],
    ['123456789012345678901234567890', '123456789012345678901234567891'],
    ['{{ odd }}', 'VOCR{a1}'],
  ])('%s is not %j', (value, answer) => {
    expect(isRight(answer, number(value), values)).toBe(false);
  });

  it.each([
    ['0.3', 0.1, '0.4', true],
    ['0.3', 0.1, '0.2', true],
    ['0.3', 0.1, '0.41', false],
    ['100', 5, '95', true],
    ['100', 5, '94.99', false],
    ['100', 5, '105.01', false],
  ])('%s within %s: %s is right: %s', (value, tolerance, answer, right) => {
    expect(isRight(answer, number(value, tolerance), values)).toBe(right);
  });
});
