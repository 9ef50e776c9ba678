import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import { been, given, running } from './testing/given.js';

const revise = (more: object = {}): Command =>
  ({
    type: 'revise-rules',
    seq: running.length + 1,
    reason: 'typo',
    tasks: { flag: { points: 5 } },
    solved: [],
    ...more,
  }) as Command;
const begun = given(...running, been.answered('t1', 'guess', 'x'));

describe('mending the rules', () => {
  it('is a numbered revision, with what teams thereby turn out to have solved', () =>
    begun
      .when(revise({ solved: [{ team: 't1', task: 'flag' }] }))
      .then(
        { type: 'rules.revised', payload: { revision: 1, reason: 'typo', tasks: { flag: { points: 5 } } } },
        been.solved('t1', 'flag'),
      ));
  it('is refused when points can have moved since its preview', () => {
    begun.when(revise({ seq: running.length })).thenRefused('rules-moved');
    begun.when(revise({ seq: 99 })).thenRefused('rules-moved');
  });
  it.each([
    ['no reason', { reason: ' ' }],
    ['nothing', { tasks: {} }],
    ['an unknown task', { tasks: { none: { points: 1 } } }],
    ['an unknown hint', { tasks: { flag: { hints: { none: 1 } } } }],
    ['an answer to a task that takes none', { tasks: { mend: { answer: { value: 'x' } } } }],
    ['an answer with an unknown variable', { tasks: { flag: { answer: { value: '{{ none }}' } } } }],
  ])('is refused with %s', (_, more) => begun.when(revise(more)).thenRefused('rules-invalid'));
  it('lets a solved task be answered again when its answer was mended', () => {
    const mended = {
      revision: 1,
      reason: 'r',
      tasks: { flag: { answer: { value: 'new', caseSensitive: true } } },
    };
    const { decision } = given(...running, been.solved('t1', 'flag'), {
      type: 'rules.revised',
      payload: mended,
    }).when({
      type: 'submit-answer',
      team: 't1',
      task: 'flag',
      answer: 'new',
    } as Command);
    expect(decision).toMatchObject({
      ok: true,
      events: [{ payload: { correct: true } }, { type: 'task.solved' }],
    });
  });
});
