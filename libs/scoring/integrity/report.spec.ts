import type { NewEvent } from '#exercise';
import { describe, expect, it } from 'vitest';
import { answered, at, joined, logOf, rulesWith } from '../testing/log.js';
import { collect, noFacts } from './facts.js';
import { integrityReport } from './report.js';

const minute = 60_000;
const title = (en: string) => ({ en, vi: `${en} (vi)` });
const task = (id: string, more: object) => ({
  id,
  title: title(id),
  description: title(id),
  points: 10,
  ...more,
});
const base = rulesWith([
  task('own', { answer: { value: '{{ flag }}', normalise: ['wrapper'] } }),
  task('shade', { answer: { value: '{{ colour }}' } }),
  task('count', { answer: { number: { value: '{{ port }}' } } }),
  task('list', { answer: { severalOf: { values: ['tea', '{{ flag }}'], atLeast: 1 } } }),
  task('plain', { answer: { value: 'the right words' }, soonest: '10m' }),
  task('after', { answer: { value: 'x' }, requires: ['plain'], soonest: '5m' }),
]);
const rules = {
  scenario: {
    ...base.scenario,
    variables: {
      flag: { type: 'flag' as const, wrapper: 'VOCR' },
      colour: { type: 'choice' as const, of: ['red', 'green', 'blue'] },
      port: { type: 'port' as const, min: 1, max: 65_535 },
    },
  },
  values: (team: string) => ({
    flag: `VOCR{${team}}`,
    colour: { t1: 'red', t2: 'green' }[team] ?? 'blue',
    port: { t1: '1001', t2: '1002' }[team] ?? '1003',
  }),
};
const solved = (team: string, about: string): NewEvent => ({
  type: 'task.solved',
  team,
  payload: { task: about },
});
const ready = (team: string): NewEvent => ({ type: 'range.ready', team, range: `r-${team}`, payload: {} });
const name = (team: string) => `Team ${team}`;

function report(...events: NewEvent[]) {
  const facts = noFacts();
  const teams = ['t1', 't2', 't3'].map((team) => joined(team));
  for (const event of logOf(...teams, ...events)) collect(facts, event);
  return integrityReport(facts, rules, name);
}

describe("another team's value", () => {
  it('is told with both sides, and that its owner had it first', () => {
    const found = report(
      at(minute, answered('t1', 'own', 'VOCR{t1}', true)),
      at(minute, solved('t1', 'own')),
      at(2 * minute, answered('t2', 'own', 'VOCR{t1}', false)),
    );
    expect(found).toEqual([
      {
        kind: 'foreign-value',
        teams: ['t2', 't1'],
        task: 'own',
        seqs: [5, 6],
        evidence: {
          en: 'Team t2 submitted to “own” the value that belongs to Team t1 alone (event 6, at 0:02:00). Team t1 had solved it before that (event 5, at 0:01:00).',
          vi: 'Team t2 đã nộp cho “own (vi)” giá trị chỉ thuộc về Team t1 (sự kiện 6, lúc 0:02:00). Team t1 đã giải bài này trước đó (sự kiện 5, lúc 0:01:00).',
        },
      },
    ]);
  });

  it('is never written out', () => {
    const found = report(answered('t2', 'own', 'VOCR{t1}', false), answered('t2', 'count', '1001', false));
    expect(found).toHaveLength(2);
    expect(JSON.stringify(found)).not.toMatch(/VOCR\{|1001/);
  });

  it.each([
    ['in the form in which answers are compared', 'own', ' flag{t1} ', 1],
    ['as a number', 'count', '1001.0', 1],
    ['among several', 'list', 'coffee, VOCR{t1}', 1],
    ['of which there are few to choose from: not at all', 'shade', 'red', 0],
    ['of a task that is the same for all: not at all', 'plain', 'VOCR{t1}', 0],
  ])('is known %s', (_, about, text, count) => {
    expect(report(answered('t2', about, text, false))).toHaveLength(count);
  });

  it('is told once for two teams, however often it is sent, and says when nobody had it before', () => {
    const again = Array.from({ length: 3 }, () => answered('t2', 'own', 'VOCR{t1}', false));
    const found = report(...again, solved('t1', 'own'));
    expect(found.map(({ seqs }) => seqs)).toEqual([[4]]);
    expect(found[0]!.evidence.en).toMatch(/Team t1 had not solved it by then\.$/);
  });

  it('is none when it is right for who sends it, or for several', () => {
    expect(report(answered('t1', 'own', 'VOCR{t1}', true))).toEqual([]);
    const same = { ...rules, values: () => ({ flag: 'VOCR{same}', colour: 'red', port: '1' }) };
    const facts = noFacts();
    for (const event of logOf(joined('t1'), joined('t2'), joined('t3'), answered('t2', 'own', 'x', false)))
      collect(facts, event);
    expect(integrityReport(facts, same)).toEqual([]);
  });
});

describe('the same odd wrong answer', () => {
  const odd = (team: string, clock: number, text = 'quite wrong words') =>
    at(clock, answered(team, 'plain', text, false));

  it('of two teams within half an hour is told, without what it was', () => {
    const found = report(odd('t1', minute), odd('t3', 31 * minute, 'QUITE wrong  words'));
    expect(found).toMatchObject([{ kind: 'same-wrong', teams: ['t1', 't3'], task: 'plain', seqs: [4, 5] }]);
    expect(found[0]!.evidence.en).toBe(
      'The same odd wrong answer to “plain”, which few others gave: Team t1 (event 4, at 0:01:00), Team t3 (event 5, at 0:31:00).',
    );
    expect(found[0]!.evidence.vi).toBe(
      'Cùng một câu trả lời sai lạ cho “plain (vi)” mà ít đội khác đưa ra: Team t1 (sự kiện 4, lúc 0:01:00), Team t3 (sự kiện 5, lúc 0:31:00).',
    );
    expect(JSON.stringify(found)).not.toMatch(/wrong words/);
  });

  it('is told of who gives it again by the first time', () => {
    const found = report(odd('t1', 0), odd('t1', minute), odd('t2', 2 * minute));
    expect(found).toMatchObject([{ seqs: [4, 6] }]);
  });

  it('is odd once it has eight characters', () => {
    expect(report(odd('t1', 0, 'fourfive'), odd('t2', 0, 'fourfive'))).toHaveLength(1);
  });

  it.each([
    ['of one team alone', [odd('t1', 0), odd('t1', 0)]],
    ['that is short', [odd('t1', 0, 'a b c d'), odd('t2', 0, 'abcd')]],
    ['that is far apart', [odd('t1', 0), odd('t2', 30 * minute + 1)]],
    ['that many give', [odd('t1', 0), odd('t2', 0), odd('t3', 0)]],
    [
      'that is right in another place',
      ['t1', 't2'].map((team) => answered(team, 'own', 'the right words', false)),
    ],
    [
      'that is right in another place by a rule',
      [odd('t1', 0, 'tea, VOCR{t2}'), odd('t2', 0, 'tea, VOCR{t2}')],
    ],
    [
      'that one of them copied where it would be right for the other',
      ['t1', 't2'].map((team) => answered(team, 'plain', 'VOCR{t1}', false)),
    ],
  ])('is none %s', (_, events) => {
    expect(report(...events)).toEqual([]);
  });
});

describe('a solve that is too soon', () => {
  const minutes = (n: number) => n * minute;

  it('is told from when the task could be begun: the range was ready, what is before it was solved', () => {
    const found = report(
      at(minutes(30), ready('t1')),
      at(minutes(39), solved('t1', 'plain')),
      at(minutes(43), solved('t1', 'after')),
    );
    expect(found.map(({ kind, task: about, seqs }) => [kind, about, seqs])).toEqual([
      ['too-soon', 'plain', [4, 5]],
      ['too-soon', 'after', [5, 6]],
    ]);
    expect(found[0]!.evidence).toEqual({
      en: 'Team t1 solved “plain” 0:09:00 after it could begin (events 4 and 5); its author says that nobody can honestly solve it in less than 0:10:00.',
      vi: 'Team t1 giải “plain (vi)” chỉ 0:09:00 sau khi có thể bắt đầu (sự kiện 4 và 5); tác giả cho biết không ai có thể tự giải trong chưa đến 0:10:00.',
    });
  });

  it('is none when it took as long as the author says, nor for a task of which they say nothing', () => {
    expect(
      report(
        at(minutes(30), ready('t1')),
        at(minutes(40), solved('t1', 'plain')),
        at(minutes(45), solved('t1', 'after')),
        at(minutes(45), solved('t1', 'own')),
      ),
    ).toEqual([]);
  });

  it('follows a revision of the rules', () => {
    const facts = noFacts();
    for (const event of logOf(joined('t1'), at(minutes(2), solved('t1', 'own')))) collect(facts, event);
    const revised = { own: { minimumSolveMs: minutes(3) } };
    expect(integrityReport(facts, rules)).toEqual([]);
    expect(
      integrityReport(facts, { ...rules, scenario: { ...rules.scenario, revised } as never }),
    ).toMatchObject([{ kind: 'too-soon', task: 'own' }]);
  });
});

describe('a report', () => {
  it('has what came to be first before what came later, whatever it is about', () => {
    const found = report(
      at(minute, ready('t1')),
      at(2 * minute, solved('t1', 'plain')),
      at(3 * minute, answered('t2', 'own', 'VOCR{t1}', false)),
      at(4 * minute, answered('t3', 'own', 'VOCR{t2}', false)),
      at(5 * minute, ready('t2')),
      at(6 * minute, solved('t2', 'plain')),
    );
    expect(found.map(({ kind, teams }) => [kind, teams[0]])).toEqual([
      ['too-soon', 't1'],
      ['foreign-value', 't2'],
      ['foreign-value', 't3'],
      ['too-soon', 't2'],
    ]);
  });

  it('calls teams by their ids where they have no names', () => {
    const facts = noFacts();
    const events = [joined('t1'), joined('t2'), answered('t2', 'own', 'VOCR{t1}', false)];
    for (const event of logOf(...events)) collect(facts, event);
    expect(integrityReport(facts, rules)[0]!.evidence.en).toMatch(/^t2 submitted .* to t1 alone/);
  });
});
