import {
  canMoveScore,
  eventTypes,
  isScoreEvent,
  scoreEvents,
  type ExerciseEvent,
  type NewEvent,
} from '#exercise';
import { describe, expect, it } from 'vitest';
import { emptyLedger } from './state.js';
import { entriesOf, foldLedger } from './ledger.js';
import {
  answerTask,
  checkTask,
  checked,
  fact,
  finished,
  hinted,
  joined,
  logOf,
  manualTask,
  observeTask,
  right,
  rulesWith,
  scheduled,
  ticked,
} from './testing/log.js';

const mail = {
  title: { en: 'Mail' },
  check: [{ node: 'web', tcp: { port: 25 } }],
  sla: { target: 50, penalty: 9 },
};
const rules = rulesWith(
  [answerTask('a'), checkTask('mend', [30, 70]), manualTask('essay'), observeTask('seen')],
  { mail },
);
const seen = {
  ...{ task: 'seen', node: 'web', kind: 'command', source: 'shell', detail: 'id' },
  strength: 'strong' as const,
};

/** Of each type that the ledger reads an event that says something to it, and what has to be there before. */
const telling: Record<keyof typeof scoreEvents, [NewEvent, ...NewEvent[]]> = {
  'team.joined': [joined('t2')],
  'team.bracketed': [fact('team.bracketed', { bracket: 'b' }, 't1')],
  'exercise.scheduled': [scheduled({ deadline: 1 })],
  'extension.granted': [fact('extension.granted', { ms: 5 }, 't1')],
  'exercise.finished': [finished, ticked('t1', 1, { mail: 'down' })],
  'answer.submitted': [right('t1', 'a')],
  'check.passed': [checked('t1', 'passed', 'pp')],
  'check.failed': [checked('t1', 'failed', 'pf')],
  'check.unknown': [checked('t1', 'unknown', 'pu')],
  'action.observed': [fact('action.observed', seen, 't1')],
  'file.handed-in': [fact('file.handed-in', { task: 'essay' }, 't1')],
  'task.solved': [fact('task.solved', { task: 'seen' }, 't1')],
  'grade.given': [fact('grade.given', { task: 'essay', submission: 1, scores: { form: 9 } }, 't1')],
  'hint.revealed': [hinted('t1', 'a', 5)],
  'solution.revealed': [fact('solution.revealed', { task: 'a', cost: 100 }, 't1')],
  'score.adjusted': [fact('score.adjusted', { points: 5, reason: 'r' }, 't1')],
  'tick.scored': [ticked('t1', 1, { mail: 'up' })],
};

/** What a ledger holds, but for how far it has come. */
const held = (...events: NewEvent[]) => {
  const ledger = emptyLedger();
  for (const event of logOf(joined('t1'), ...events)) foldLedger(ledger, event, rules);
  entriesOf(ledger, rules);
  return JSON.stringify({ ...ledger, seq: 0, accounts: [...ledger.accounts], books: [...ledger.books] });
};

describe('the list of what the ledger reads', () => {
  it.each(Object.entries(telling))('has %s, which it reads', (_, [event, ...before]) => {
    expect(held(...before, event)).not.toBe(held(...before));
  });

  it('lacks nothing that it reads', () => {
    const others = (Object.keys(eventTypes) as ExerciseEvent['type'][]).filter((type) => !isScoreEvent(type));
    expect(others).toContain('range.ready');
    // Whatever a fold could want of it is there.
    const payload = {
      ...{ task: 'a', answer: 'right', results: [{ outcome: 'passed' }, { outcome: 'passed' }], hint: 'h' },
      ...{ cost: 5, submission: 1, scores: { form: 60 }, points: 5, reason: 'r', tick: 1, ms: 5 },
      ...{ services: { mail: 'up' }, bracket: 'b', deadline: 1 },
    };
    for (const type of others) {
      const event = { type, payload, team: 't1' } as unknown as NewEvent;
      expect(held(event), type).toBe(held());
    }
  });

  it('says what makes a preview of other rules out of date: not a tick, but what changes the rules', () => {
    expect(canMoveScore('tick.scored')).toBe(false);
    expect(canMoveScore('exercise.scheduled')).toBe(true);
    expect(canMoveScore('rules.revised')).toBe(true);
    expect(canMoveScore('scenario.replaced')).toBe(true);
    expect(canMoveScore('range.ready')).toBe(false);
  });
});
