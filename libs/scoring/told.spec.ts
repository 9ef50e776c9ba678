import type { NewEvent, Setting } from '#exercise';
import { describe, expect, it } from 'vitest';
import { ctftimeFeed } from './ctftime.js';
import { differenceBetween, newlySolved } from './difference.js';
import { entriesOf, ledgerOf } from './ledger.js';
import { scoreboard } from './scoreboard.js';
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
  rules,
  rulesWith,
  scheduled,
  ticked,
} from './testing/log.js';
import { explain } from './words/explain.js';

const told = (setting: Setting, ...events: NewEvent[]) =>
  ledgerOf(logOf(joined('t1'), ...events), setting).entries.map((entry) => explain(entry, setting.scenario));
const minute = 60_000;

describe('the ledger in words', () => {
  it('names the task, the points, the event and its time, in both languages', () =>
    expect(told(rules(), at(125_000, right('t1', 'easy')))).toEqual([
      {
        en: 'Right answer to “easy”: +50 points (event 2, at 2 min 5 s).',
        vi: 'Trả lời đúng “easy (vi)”: +50 điểm (sự kiện 2, lúc 2 phút 5 giây).',
      },
    ]));

  it('tells what a value has fallen to, and what a bonus is for', () =>
    expect(
      told(
        rulesWith([
          answerTask('a', {
            decay: { function: 'linear', minimum: 50, solves: 5 },
            firstBlood: [1],
            timeBonus: { points: 10, within: '10m' },
          }),
        ]),
        at(3_600_000 / 12, right('t1', 'a')),
      ).map(({ en }) => en),
    ).toEqual([
      'Right answer to “a”: +100 points; worth 100 of 100 now that 1 team solved it (event 2, at 5 min).',
      'Bonus for solving “a” early, after 5 min: +5 points (event 2, at 5 min).',
      'Bonus for solving “a” as the first team: +1 point (event 2, at 5 min).',
    ]));

  it('tells how late something was, and what that took', () =>
    expect(
      told(
        rules(),
        scheduled({ deadline: 0, late: { percent: 20 } }),
        at(90 * minute, right('t1', 'easy')),
      )[0]!.vi,
    ).toBe(
      'Trả lời đúng “easy (vi)”: +40 điểm; trễ hạn 1 giờ 30 phút: −20 % (sự kiện 3, lúc 1 giờ 30 phút).',
    ));

  it('tells parts, grades, hints, solutions and what staff changed', () =>
    expect(
      told(
        rulesWith([checkTask('mend', [25, 75]), manualTask('essay')]),
        checked('t1', 'failed', 'pf'),
        hinted('t1', 'mend', 5, 'look'),
        fact('file.handed-in', { task: 'essay' }, 't1'),
        fact('grade.given', { task: 'essay', submission: 4, scores: { form: 60 } }, 't1'),
        fact('solution.revealed', { task: 'mend', cost: 100 }, 't1'),
        checked('t1', 'passed', 'pp'),
        fact('score.adjusted', { points: -1, reason: 'shared a flag', task: 'mend' }, 't1'),
      ).map(({ en }) => en),
    ).toEqual([
      'Part of the check of “mend” passed (25/100): +25 points (event 2, at 0 s).',
      'Hint “look” to “mend”: −5 points (event 3, at 0 s).',
      'Grade for “essay” (60/100), handed in by event 4: +60 points (event 5, at 0 s).',
      'Solution of “mend” revealed; the task earns nothing more: +0 points (event 6, at 0 s).',
      'Part of the check of “mend” passed (25/100): +0 points; its solution had been revealed before, so it earns nothing more (event 7, at 0 s).',
      'Changed by staff: shared a flag: −1 point; about “mend” (event 8, at 0 s).',
    ]));

  it('tells services and how strong evidence is', () =>
    expect(
      told(
        rulesWith([observeTask('look')], {
          mail: {
            title: { en: 'Mail', vi: 'Thư' },
            check: [{ node: 'web', tcp: { port: 25 } }],
            sla: { target: 100, penalty: 9 },
          },
        }),
        ticked('t1', 0, { mail: 'unknown' }),
        fact('tick.scored', { tick: 1, services: { mail: 'down' } }, 't1'),
        fact(
          'action.observed',
          {
            task: 'look',
            node: 'web',
            kind: 'command',
            source: 'shell',
            strength: 'forgeable',
            detail: 'id',
          },
          't1',
        ),
        fact('task.solved', { task: 'look' }, 't1'),
        finished,
      ).map(({ vi }) => vi),
    ).toEqual([
      '“Thư” hoạt động ở nhịp 0: +1 điểm; phép dò không xác định được nên tính theo trạng thái biết gần nhất (sự kiện 2, lúc 0 giây).',
      'Đã quan sát thấy “look (vi)” được thực hiện: +100 điểm; nguồn shell, người học có thể làm giả: command @ web: id (sự kiện 5, lúc 0 giây).',
      '“Thư” hoạt động 50 % số nhịp; mức đã cam kết là 100 %: −9 điểm (sự kiện 6, lúc 0 giây).',
    ]));

  it('tells that a task is void', () =>
    expect(
      told(rules(), right('t1', 'easy'), {
        type: 'rules.revised',
        payload: { revision: 1, reason: 'r', tasks: { easy: { void: true } } },
      })[0]!.en,
    ).toBe(
      'Right answer to “easy”: +0 points; the task is void: no one earns or pays anything for it (event 2, at 0 s).',
    ));
});

describe('the difference between two rules', () => {
  const log = logOf(
    joined('t1'),
    joined('t2'),
    joined('t3'),
    answered('t1', 'easy', 'colour'),
    answered('t2', 'easy', 'color'),
    checked('t3', 'passed'),
  );
  const count = (setting: Setting) => ({ ledger: ledgerOf(log, setting), rules: setting });
  const [before, after] = [count(rules({ easy: 'color' })), count(rules({ easy: 'colour' }))];
  it('names the teams whose score, rank or tasks differ', () =>
    expect(differenceBetween(before, after)).toEqual([
      {
        team: 't1',
        before: { rank: 3, score: 0 },
        after: { rank: 2, score: 50 },
        tasks: [{ task: 'easy', before: 0, after: 50 }],
      },
      {
        team: 't2',
        before: { rank: 2, score: 50 },
        after: { rank: 3, score: 0 },
        tasks: [{ task: 'easy', before: 50, after: 0 }],
      },
    ]));
  it('is none between the same rules', () => expect(differenceBetween(before, before)).toEqual([]));
  it('tells who has solved what by the new ones alone', () =>
    expect(newlySolved(before.ledger, after.ledger)).toEqual([{ team: 't1', task: 'easy' }]));
});

describe('the feed for CTFtime', () => {
  const setting = rulesWith([answerTask('a', { firstBlood: [5] }), answerTask('b')]);
  const feed = (titleOf: (id: string) => string) => {
    const ledger = ledgerOf(
      logOf(joined('t1'), joined('t2'), right('t1', 'a'), hinted('t1', 'a', 15), ticked('t1', 0, {})),
      setting,
    );
    const board = scoreboard(ledger, setting).map((row) => ({ ...row, name: `team ${row.team}` }));
    return ctftimeFeed(board, entriesOf(ledger, setting), setting.scenario, ({ id }) => titleOf(id));
  };
  it('has positions, scores, and each task’s points and time in seconds', () =>
    expect(feed((id) => `Task ${id}`)).toEqual({
      tasks: ['Task a', 'Task b'],
      standings: [
        {
          pos: 1,
          team: 'team t1',
          score: 90,
          taskStats: { 'Task a': { points: 90, time: 3 } },
          lastAccept: 3,
        },
        { pos: 2, team: 'team t2', score: 0, taskStats: {} },
      ],
    }));
  it('keeps tasks apart that are called alike', () =>
    expect(feed(() => 'Task').tasks).toEqual(['Task (a)', 'Task (b)']));
});
