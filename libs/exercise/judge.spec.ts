import type { Task } from '#scenario';
import { describe, expect, it } from 'vitest';
import { isRight } from './judge.js';
import { scenario } from './testing/given.js';

const task = (value: string, caseSensitive = true): Task => ({
  ...scenario.tasks[0]!,
  answer: { value, caseSensitive },
});
const values = { flag: 'VOCR{a1}', odd: ' {{ flag }} ' };

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
