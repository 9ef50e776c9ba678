import type { NewEvent } from '#exercise';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyLedger, foldLedger, ledgerOf } from './ledger.js';
import { mostPoints } from './scoreboard.js';
import { answered, checked, hinted, joined, logOf, rules } from './testing/log.js';

const entriesOf = (...events: NewEvent[]) => ledgerOf(logOf(...events), rules()).entries;

describe('the ledger', () => {
  it('explains every point by the event that it rests on', () => {
    expect(
      entriesOf(
        joined('t1'),
        hinted('t1', 'easy', 10),
        answered('t1', 'easy', 'wrong', false),
        answered('t1', 'easy', ' right ', true),
        checked('t1', 'failed'),
        checked('t1', 'unknown'),
        checked('t1', 'passed'),
      ),
    ).toEqual([
      { team: 't1', task: 'easy', points: -10, reason: 'hint', seq: 2, at: 2_000, hint: 'h' },
      { team: 't1', task: 'easy', points: 50, reason: 'answer', seq: 4, at: 4_000 },
      { team: 't1', task: 'mend', points: 100, reason: 'check', seq: 7, at: 7_000 },
    ]);
  });

  it('awards a task once to a team, and to each team', () => {
    const right = (team: string) => answered(team, 'easy', 'right', true);
    const awards = entriesOf(joined('t1'), joined('t2'), right('t1'), right('t1'), right('t2'));
    expect(awards.map(({ team, seq }) => [team, seq])).toEqual([
      ['t1', 3],
      ['t2', 5],
    ]);
    expect(entriesOf(joined('t1'), checked('t1', 'passed'), checked('t1', 'passed'))).toHaveLength(1);
  });

  it("does not take another team's flag", () => {
    const flag = 'VOCR{t1}';
    const awards = entriesOf(
      joined('t1'),
      joined('t2'),
      answered('t2', 'own', flag, false),
      answered('t1', 'own', flag, true),
    );
    expect(awards.map(({ team }) => team)).toEqual(['t1']);
  });

  it('charges a hint at the price that was told, free ones too', () => {
    expect(entriesOf(joined('t1'), hinted('t1', 'easy', 7))[0]!.points).toBe(-7);
    expect(entriesOf(joined('t1'), hinted('t1', 'easy', 0))[0]!.points).toBe(0);
  });

  it('judges again by the rules it is given, not by the verdict that was told', () => {
    const log = logOf(
      joined('t1'),
      answered('t1', 'easy', 'colour', false),
      answered('t1', 'easy', 'color', true),
    );
    expect(ledgerOf(log, rules({ easy: 'color' })).entries.map(({ seq }) => seq)).toEqual([3]);
    expect(ledgerOf(log, rules({ easy: 'colour' })).entries.map(({ seq }) => seq)).toEqual([2]);
    expect(ledgerOf(log, rules({ easy: 'color', points: 5 })).entries[0]!.points).toBe(5);
  });

  it('leaves out answers and checks of tasks that the rules no longer have', () => {
    const gone = { scenario: { ...rules().scenario, tasks: [] }, values: () => ({}) };
    const log = logOf(joined('t1'), answered('t1', 'easy', 'right', true), checked('t1', 'passed'));
    expect(ledgerOf(log, gone).entries).toEqual([]);
  });

  it('of an empty log is empty', () => {
    expect(ledgerOf([], rules())).toEqual({ seq: 0, teams: [], entries: [], awarded: new Set() });
  });
});

describe('whatever happened', () => {
  const team = fc.constantFrom('t1', 't2');
  const event = fc.oneof(
    fc
      .tuple(
        team,
        fc.constantFrom('easy', 'own', 'none'),
        fc.constantFrom('right', 'VOCR{t1}', 'x'),
        fc.boolean(),
      )
      .map((args) => answered(...args)),
    fc.tuple(team, fc.constantFrom('passed' as const, 'failed' as const)).map((args) => checked(...args)),
    fc
      .tuple(team, fc.constantFrom('easy', 'own'), fc.integer({ min: 0, max: 20 }))
      .map((args) => hinted(...args)),
  );
  const log = fc
    .array(event, { maxLength: 40 })
    .map((events) => logOf(joined('t1'), joined('t2'), ...events));

  it('folding on from the middle gives what folding from the start gives', () => {
    fc.assert(
      fc.property(log, fc.nat(), (events, at) => {
        const middle = at % (events.length + 1);
        const ledger = ledgerOf(events.slice(0, middle), rules());
        for (const next of events.slice(middle)) foldLedger(ledger, next, rules());
        expect(ledger).toEqual(ledgerOf(events, rules()));
      }),
    );
  });

  it('no team earns a task twice, or more than there is', () => {
    fc.assert(
      fc.property(log, (events) => {
        const awards = ledgerOf(events, rules()).entries.filter(({ reason }) => reason !== 'hint');
        expect(new Set(awards.map((entry) => `${entry.team}/${entry.task}`)).size).toBe(awards.length);
        for (const id of ['t1', 't2']) {
          const earned = awards.filter((entry) => entry.team === id);
          expect(earned.reduce((sum, { points }) => sum + points, 0)).toBeLessThanOrEqual(
            mostPoints(rules().scenario),
          );
        }
      }),
    );
  });

  it('what the board said at a moment it says again when asked as of it', () => {
    fc.assert(
      fc.property(log, (events) => {
        const live = emptyLedger();
        for (const [index, next] of events.entries()) {
          foldLedger(live, next, rules());
          expect(live.seq).toBe(index + 1);
          expect(ledgerOf(events.slice(0, index + 1), rules()).entries).toEqual(live.entries);
        }
      }),
      { numRuns: 30 },
    );
  });
});
