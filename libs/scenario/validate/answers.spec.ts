import { expect, it } from 'vitest';
import { toldOfDrill } from '../testing/drill-folder.js';

const written = "answer: { severalOf: { values: [tea, '{{ door_flag }}'], atLeast: 1 }, normalise: [marks] }";
const told = (answer: string) =>
  toldOfDrill([written, `answer: { ${answer} }`]).filter((line) => line.includes('tasks[5]'));

it.each([
  [
    'severalOf: { values: [a, b], atLeast: 3 }',
    'tasks[5].answer.severalOf.atLeast: wants 3 of 2 values (make it 2 at most, or add values)',
  ],
  [
    "severalOf: { values: ['a, b'], atLeast: 1 }",
    'tasks[5].answer.severalOf.values[0]: cannot be named: commas and line breaks stand between what is named (split it)',
  ],
  [
    "number: { value: '1,234' }",
    'tasks[5].answer.number.value: 1,234 is no number (write it with a decimal point and nothing around it, such as 1234.5)',
  ],
  [
    "oneOf: [a, '...'], normalise: [punctuation]",
    'tasks[5].answer.oneOf[1]: is punctuation alone, which does not count here (leave punctuation out of normalise)',
  ],
])('tells of a right answer that nobody could give: %s', (answer, line) => {
  expect(told(answer)).toEqual([line]);
});

it('tells of a pattern that a text could hold the process up with, or that is none', () => {
  expect(told("pattern: '(a)\\1'")).toEqual([
    expect.stringMatching(/answer\.pattern cannot be matched in a bounded time/),
  ]);
  expect(told("pattern: '(a'")).toEqual([expect.stringMatching(/is no pattern/)]);
});

it.each([
  "pattern: '(a+)+b'",
  "number: { value: '-1.5e3', tolerance: 0.5 }",
  "number: { value: '{{ hidden_port }}' }",
  "value: 'a.', normalise: [spaces, marks, punctuation, wrapper]",
])('has nothing to say of %s', (answer) => {
  expect(told(answer)).toEqual([]);
});
