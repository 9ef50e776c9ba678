import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { TaskAnswer } from '../schema/tasks/answer.js';
import type { Subject } from './subject.js';

/** Right answers that nobody could give. */
export function* answers({ scenario }: Subject): Iterable<Finding> {
  for (const [index, { answer }] of scenario.tasks.entries()) {
    if (!answer) continue;
    const path: Path = ['tasks', index, 'answer'];
    if (answer.severalOf) yield* several(answer.severalOf, [...path, 'severalOf']);
    if (answer.number && !isTemplated(answer.number.value) && !isPlainNumber(answer.number.value)) {
      const mend = 'write it with a decimal point and nothing around it, such as 1234.5';
      yield { path: [...path, 'number', 'value'], message: `${answer.number.value} is no number`, mend };
    }
    yield* vanishing(answer, path);
  }
}

type Several = NonNullable<TaskAnswer['severalOf']>;

function* several({ values, atLeast }: Several, path: Path): Iterable<Finding> {
  if (atLeast > values.length) {
    const message = `wants ${atLeast} of ${values.length} values`;
    yield { path: [...path, 'atLeast'], message, mend: `make it ${values.length} at most, or add values` };
  }
  for (const [index, value] of values.entries()) {
    if (!/[,\n\r]/.test(value)) continue;
    const message = 'cannot be named: commas and line breaks stand between what is named';
    yield { path: [...path, 'values', index], message, mend: 'split it' };
  }
}

/** Of what does not count, nothing may be left of an answer but something. */
function* vanishing(answer: TaskAnswer, path: Path): Iterable<Finding> {
  if (!answer.normalise?.includes('punctuation')) return;
  const all: [Path, string][] = [
    ...(answer.value === undefined ? [] : ([[[...path, 'value'], answer.value]] as [Path, string][])),
    ...(answer.oneOf ?? []).map((text, index): [Path, string] => [[...path, 'oneOf', index], text]),
    ...(answer.severalOf?.values ?? []).map((text, index): [Path, string] => [
      [...path, 'severalOf', 'values', index],
      text,
    ]),
  ];
  for (const [at, text] of all) {
    if (isTemplated(text) || /[^\p{P}\s]/u.test(text)) continue;
    const mend = 'leave punctuation out of normalise';
    yield { path: at, message: 'is punctuation alone, which does not count here', mend };
  }
}

const isTemplated = (text: string): boolean => text.includes('{{');
const isPlainNumber = (text: string): boolean =>
  /^\s*[+-]?(\d+(\.\d+)?(e[+-]?\d{1,3})?|0x[\da-f]+)\s*$/i.test(text);
