import { revisionOf, type ExerciseEvent, type NewEvent } from '#exercise';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAward } from './entry.js';
import { entriesOf, foldLedger, ledgerOf, rulesOf } from './ledger.js';
import { boardFor, scoreboard } from './scoreboard.js';
import { readSnapshot, writeSnapshot } from './snapshot.js';
import { emptyLedger, type Ledger } from './state.js';
import {
  answerTask,
  answered,
  at,
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
  downPoints: 1,
  sla: { target: 50, penalty: 9 },
};
const rules = rulesWith(
  [
    answerTask('a', { decay: { function: 'linear', minimum: 10, solves: 3 }, firstBlood: [7] }),
    answerTask('b', { requires: ['a'], timeBonus: { points: 30, within: '1m' } }),
    checkTask('mend', [30, 70], { decay: { function: 'tanh', minimum: 1, solves: 4 } }),
    manualTask('essay'),
    observeTask('seen'),
  ],
  { mail },
);
const teams = ['t1', 't2', 't3'];
const team = fc.constantFrom(...teams);
const event: fc.Arbitrary<NewEvent> = fc.oneof(
  fc
    .tuple(team, fc.constantFrom('a', 'b', 'none'), fc.constantFrom('right', 'x'))
    .map((args) => answered(...args)),
  fc
    .tuple(
      team,
      fc.constantFrom('passed' as const, 'failed' as const, 'unknown' as const),
      fc.constantFrom('pp', 'pf', 'fp', 'uf'),
    )
    .map((args) => checked(...args)),
  fc.tuple(team, fc.constantFrom('a', 'b'), fc.nat(20)).map((args) => hinted(...args)),
  fc
    .tuple(team, fc.constantFrom('a', 'mend'))
    .map(([who, task]) => fact('solution.revealed', { task, cost: 100 }, who)),
  team.map((who) => fact('file.handed-in', { task: 'essay' }, who)),
  fc
    .tuple(team, fc.integer({ min: 1, max: 30 }), fc.nat(60), fc.nat(40))
    .map(([who, submission, form, sense]) =>
      fact('grade.given', { task: 'essay', submission, scores: { form, sense } }, who),
    ),
  fc
    .tuple(team, fc.integer({ min: -9, max: 9 }))
    .map(([who, points]) => fact('score.adjusted', { points, reason: 'r' }, who)),
  fc
    .tuple(team, fc.nat(5), fc.constantFrom('up' as const, 'down' as const, 'unknown' as const))
    .map(([who, tick, state]) => ticked(who, tick, { mail: state })),
  fc.tuple(team, fc.nat(9_000)).map(([who, ms]) => fact('extension.granted', { ms }, who)),
  fc
    .tuple(fc.nat(40_000), fc.nat(100), fc.option(fc.nat(40_000), { nil: undefined }))
    .map(([deadline, percent, freezeAt]) =>
      scheduled({ deadline, late: { percent }, ...(freezeAt === undefined ? {} : { freezeAt }) }),
    ),
  fc
    .tuple(
      team,
      fc.constantFrom('seen', 'a'),
      fc.boolean(),
      fc.constantFrom('strong' as const, 'forgeable' as const),
    )
    .map(([who, task, never, strength]) =>
      fact(
        'action.observed',
        {
          task,
          node: 'web',
          kind: 'command',
          source: 'shell',
          strength,
          detail: 'id',
          ...(never ? { never } : {}),
        },
        who,
      ),
    ),
  fc
    .tuple(team, fc.constantFrom('seen', 'a', 'essay', 'mend'))
    .map(([who, task]) => fact('task.solved', { task }, who)),
  fc.constant(finished),
);
/** A log of which exercise time goes on by up to two seconds with each event. */
const log = fc.array(fc.tuple(event, fc.nat(2_000)), { maxLength: 40 }).map((steps) => {
  let clock = 0;
  const events = steps.map(([next, after]) => at((clock += after), next));
  return logOf(...teams.map((who) => joined(who)), ...events);
});

const fold = (ledger: Ledger, events: readonly ExerciseEvent[]) => {
  for (const next of events) foldLedger(ledger, next, rules);
  return ledger;
};
const shown = (ledger: Ledger) => ({
  entries: entriesOf(ledger, rules),
  board: scoreboard(ledger, rules),
  learners: boardFor(ledger, rules, { staff: false }),
});

describe('whatever happened', () => {
  it('folding on from a snapshot gives what folding from the start gives', () => {
    fc.assert(
      fc.property(log, fc.nat(), (events, seed) => {
        const middle = seed % (events.length + 1);
        const snapshot = writeSnapshot(fold(emptyLedger(), events.slice(0, middle)));
        const restored = fold(readSnapshot(snapshot)!, events.slice(middle));
        expect(shown(restored)).toEqual(shown(fold(emptyLedger(), events)));
      }),
    );
  });

  it('a look at the board in between changes nothing', () => {
    fc.assert(
      fc.property(log, (events) => {
        const looked = emptyLedger();
        for (const next of events) {
          foldLedger(looked, next, rules);
          scoreboard(looked, rules);
        }
        expect(shown(looked)).toEqual(shown(fold(emptyLedger(), events)));
      }),
    );
  });

  it('every score is the sum of its entries, and the board is in order of it', () => {
    fc.assert(
      fc.property(log, (events) => {
        const { entries, board } = shown(fold(emptyLedger(), events));
        for (const { team: who, score } of board) {
          const sum = entries
            .filter((entry) => entry.team === who)
            .reduce((total, { points }) => total + points, 0);
          expect(score).toBe(sum);
        }
        const scores = board.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
      }),
    );
  });

  it('no team is given a task twice, or more than the task is worth', () => {
    fc.assert(
      fc.property(log, (events) => {
        const ledger = fold(
          emptyLedger(),
          [...events, ...events].map((e, index) => ({ ...e, seq: index + 1 })),
        );
        for (const entry of entriesOf(ledger, rules)) expect(Number.isInteger(entry.points)).toBe(true);
        for (const who of teams) {
          for (const { id, points } of rules.scenario.tasks) {
            const own = ledger.entries.filter(
              (entry) => entry.team === who && entry.task === id && isAward(entry),
            );
            const earned = own
              .filter(({ detail }) => detail?.bonus === undefined)
              .reduce((sum, entry) => sum + entry.points, 0);
            expect(earned).toBeLessThanOrEqual(points);
            expect(own.filter(({ reason }) => reason === 'first-blood').length).toBeLessThanOrEqual(1);
            expect(own.filter(({ reason }) => reason === 'answer').length).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  it('no team is given more than a task is worth by the rules as they were mended, whenever that was', () => {
    const revision = fc.tuple(
      fc.constantFrom('a', 'mend', 'essay', 'seen'),
      fc.constantFrom(
        { points: 40 },
        { points: 250 },
        { void: true },
        { answer: { value: 'x', caseSensitive: true } },
      ),
      fc.nat(),
    );
    fc.assert(
      fc.property(log, fc.array(revision, { minLength: 1, maxLength: 3 }), (events, revisions) => {
        const all = [...events];
        for (const [task, change, seed] of revisions) {
          const payload = { reason: 'r', tasks: { [task]: change } };
          const event = { type: 'rules.revised', payload } as unknown as ExerciseEvent;
          all.splice(seed % (all.length + 1), 0, event);
        }
        const whole = all.map((event, index) => ({ ...event, seq: index + 1 }));
        const mended = rulesOf(whole, rules);
        const ledger = ledgerOf(whole, rules);
        for (const who of teams) {
          for (const { id, points } of mended.scenario.tasks) {
            const own = entriesOf(ledger, mended).filter(
              (entry) => entry.team === who && entry.task === id && isAward(entry) && !entry.detail?.bonus,
            );
            const most = revisionOf(mended.scenario, id)?.void ? 0 : points;
            expect(own.reduce((sum, entry) => sum + entry.points, 0)).toBeLessThanOrEqual(most);
          }
        }
      }),
    );
  });

  it('there is one first blood for a task', () => {
    fc.assert(
      fc.property(log, (events) => {
        const bloods = fold(emptyLedger(), events).entries.filter(({ reason }) => reason === 'first-blood');
        expect(bloods.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('independent events', () => {
  const own = rulesWith([
    answerTask('a', { decay: { function: 'logarithmic', minimum: 10, solves: 3 } }),
    answerTask('b'),
    checkTask('mend', [30, 70]),
  ]);
  /** Each by another team or about another task, so that none depends on one before. */
  const independent = teams.flatMap((who) => [
    right(who, 'a'),
    right(who, 'b'),
    checked(who, 'failed', 'pf'),
    hinted(who, 'a', 5),
    fact('score.adjusted', { points: 3, reason: 'r' }, who),
  ]);
  it('give the same board in whatever order they come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(independent, { minLength: independent.length }), (shuffled) => {
        const scores = (events: NewEvent[]) => {
          const ledger = ledgerOf(logOf(...teams.map((who) => joined(who)), ...events), own);
          return scoreboard(ledger, own)
            .map(({ team: who, score, solved }) => `${who} ${score} ${solved}`)
            .sort();
        };
        expect(scores(shuffled)).toEqual(scores(independent));
      }),
      { numRuns: 50 },
    );
  });
});

it('a snapshot of another version of the fold is of no use', () => {
  expect(
    readSnapshot(writeSnapshot(emptyLedger()).replace(/"foldVersion":\d+/, '"foldVersion":0')),
  ).toBeUndefined();
});
