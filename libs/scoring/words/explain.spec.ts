import { describe, expect, it } from 'vitest';
import type { EntryDetail, LedgerEntry, Reason } from '../entry.js';
import { answerTask, rulesWith } from '../testing/log.js';
import { explain } from './explain.js';

const { scenario } = rulesWith([answerTask('door')], {
  mail: { title: { en: 'Mail', vi: 'Thư' }, check: [{ node: 'web', tcp: { port: 25 } }] },
});
const entry = (reason: Reason, points: number, more: Partial<LedgerEntry> = {}): LedgerEntry => ({
  team: 't1',
  points,
  reason,
  seq: 7,
  at: 0,
  clock: 1_000,
  ...more,
});
const about = (reason: Reason, points: number, detail?: EntryDetail) =>
  explain(entry(reason, points, { task: 'door', detail }), scenario);
const bare = (reason: Reason, points: number, detail?: EntryDetail) =>
  explain(entry(reason, points, { detail }), scenario);
const at = (clock: number) => explain(entry('adjusted', 2, { clock, detail: { note: 'r' } }), scenario);

describe('an entry in words', () => {
  it.each([
    [
      'an answer',
      about('answer', 100),
      'Right answer to “door”: +100 points (event 7, at 1 s).',
      'Trả lời đúng “door (vi)”: +100 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a check',
      about('check', 100),
      'The check of “door” passed: +100 points (event 7, at 1 s).',
      'Kiểm tra “door (vi)” đã đạt: +100 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'the last part of a check, by which all of it passed',
      about('check', 75, { share: { from: 25, to: 100, of: 100 } }),
      'The check of “door” passed: +75 points (event 7, at 1 s).',
      'Kiểm tra “door (vi)” đã đạt: +75 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a part of a check',
      about('check', 25, { share: { from: 0, to: 25, of: 100 } }),
      'Part of the check of “door” passed (25/100): +25 points (event 7, at 1 s).',
      'Một phần kiểm tra “door (vi)” đã đạt (25/100): +25 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'what was observed',
      about('observed', 100, { evidence: { strength: 'strong', sources: ['a', 'b'], seen: ['x', 'y'] } }),
      '“door” was seen to be done: +100 points; seen by a, b, strong evidence: x; y (event 7, at 1 s).',
      'Đã quan sát thấy “door (vi)” được thực hiện: +100 điểm; nguồn a, b, bằng chứng mạnh: x; y (sự kiện 7, lúc 1 giây).',
    ],
    [
      'what was observed, and could be forged',
      about('observed', 100, { evidence: { strength: 'forgeable', sources: ['a'], seen: ['x'] } }),
      '“door” was seen to be done: +100 points; seen by a, which the trainee could forge: x (event 7, at 1 s).',
      'Đã quan sát thấy “door (vi)” được thực hiện: +100 điểm; nguồn a, người học có thể làm giả: x (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a grade',
      about('grade', 60, { submission: 4, share: { from: 0, to: 60, of: 100 } }),
      'Grade for “door” (60/100), handed in by event 4: +60 points (event 7, at 1 s).',
      'Điểm chấm cho “door (vi)” (60/100), bài nộp ở sự kiện 4: +60 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a bonus for time, by when the work was handed in',
      about('time-bonus', 5, { bonus: 5, handedIn: 60_000 }),
      'Bonus for solving “door” early, after 1 min: +5 points (event 7, at 1 s).',
      'Thưởng vì giải “door (vi)” sớm, sau 1 phút: +5 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a bonus for time, by when it was solved',
      about('time-bonus', 5, { bonus: 5 }),
      'Bonus for solving “door” early, after 1 s: +5 points (event 7, at 1 s).',
      'Thưởng vì giải “door (vi)” sớm, sau 1 giây: +5 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'the bonus of the second team',
      about('first-blood', 9, { bonus: 9, place: 2 }),
      'Bonus for solving “door” as the second team: +9 points (event 7, at 1 s).',
      'Thưởng vì là đội thứ 2 giải “door (vi)”: +9 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'the bonus of the first team',
      about('first-blood', 9, { bonus: 9, place: 1 }),
      'Bonus for solving “door” as the first team: +9 points (event 7, at 1 s).',
      'Thưởng vì là đội thứ nhất giải “door (vi)”: +9 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a hint',
      about('hint', -1, { hint: 'look' }),
      'Hint “look” to “door”: −1 point (event 7, at 1 s).',
      'Gợi ý “look” của “door (vi)”: −1 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a solution',
      about('solution', 0),
      'Solution of “door” revealed; the task earns nothing more: +0 points (event 7, at 1 s).',
      'Đã xem lời giải của “door (vi)”; nhiệm vụ không còn cho thêm điểm: +0 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a service that is up',
      bare('service', 1, { service: 'mail', state: 'up', tick: 3 }),
      '“Mail” was up at tick 3: +1 point (event 7, at 1 s).',
      '“Thư” hoạt động ở nhịp 3: +1 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a service that is degraded',
      bare('service', 2, { service: 'mail', state: 'degraded', tick: 3 }),
      '“Mail” was degraded at tick 3: +2 points (event 7, at 1 s).',
      '“Thư” suy giảm ở nhịp 3: +2 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a service that the rules no longer have, and that is down',
      bare('service', -2, { service: 'gone', state: 'down', tick: 3 }),
      '“gone” was down at tick 3: −2 points (event 7, at 1 s).',
      '“gone” ngừng hoạt động ở nhịp 3: −2 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a state that was assumed',
      bare('service', 1, { service: 'mail', state: 'up', tick: 3, assumed: true }),
      '“Mail” was up at tick 3: +1 point; the probe could not tell, so the last known state counts (event 7, at 1 s).',
      '“Thư” hoạt động ở nhịp 3: +1 điểm; phép dò không xác định được nên tính theo trạng thái biết gần nhất (sự kiện 7, lúc 1 giây).',
    ],
    [
      'an agreement that was not kept',
      bare('sla', -40, { service: 'mail', level: { percent: 66.6, target: 75 } }),
      '“Mail” was up in 66.6 % of its ticks; 75 % were agreed: −40 points (event 7, at 1 s).',
      '“Thư” hoạt động 66.6 % số nhịp; mức đã cam kết là 75 %: −40 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'what staff changed about a task',
      about('adjusted', 3, { note: 'helped' }),
      'Changed by staff: helped: +3 points; about “door” (event 7, at 1 s).',
      'Giảng viên điều chỉnh: helped: +3 điểm; về “door (vi)” (sự kiện 7, lúc 1 giây).',
    ],
    [
      'what staff changed otherwise',
      bare('adjusted', 3, { note: 'helped' }),
      'Changed by staff: helped: +3 points (event 7, at 1 s).',
      'Giảng viên điều chỉnh: helped: +3 điểm (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a value that one team brought down',
      about('answer', 90, { value: 90, solves: 1 }),
      'Right answer to “door”: +90 points; worth 90 of 100 now that 1 team solved it (event 7, at 1 s).',
      'Trả lời đúng “door (vi)”: +90 điểm; hiện đáng 90 trên 100 điểm sau khi 1 đội đã giải (sự kiện 7, lúc 1 giây).',
    ],
    [
      'all that took points off, one after the other',
      about('answer', 0, { bought: true, value: 80, solves: 2, late: { by: 60_000, percent: 10, off: 5 } }),
      'Right answer to “door”: +0 points; its solution had been revealed before, so it earns nothing more; worth 80 of 100 now that 2 teams solved it; 1 min after the deadline: −10 % (event 7, at 1 s).',
      'Trả lời đúng “door (vi)”: +0 điểm; lời giải đã được xem trước đó nên không được thêm điểm; hiện đáng 80 trên 100 điểm sau khi 2 đội đã giải; trễ hạn 1 phút: −10 % (sự kiện 7, lúc 1 giây).',
    ],
    [
      'a task that is void, and nothing else of it',
      about('answer', 0, { void: true, bought: true, value: 80, solves: 2 }),
      'Right answer to “door”: +0 points; the task is void: no one earns or pays anything for it (event 7, at 1 s).',
      'Trả lời đúng “door (vi)”: +0 điểm; nhiệm vụ đã bị hủy: không ai được hay mất điểm vì nó (sự kiện 7, lúc 1 giây).',
    ],
  ])('tells %s', (_, words, en, vi) => {
    expect(words).toEqual({ en, vi });
  });

  it.each([
    [3, 'third'],
    [4, '4th'],
  ])('counts the team in place %i', (place, word) => {
    expect(about('first-blood', 1, { bonus: 1, place }).en).toContain(`as the ${word} team`);
  });

  it('calls a task that the rules do not have by its id', () => {
    const of = entry('hint', -2, { task: 'gone', detail: { hint: 'h' } });
    expect(explain(of, scenario).en).toBe('Hint “h” to “gone”: −2 points (event 7, at 1 s).');
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 s', '0 giây'],
    [999, '0 s', '0 giây'],
    [59_999, '59 s', '59 giây'],
    [60_000, '1 min', '1 phút'],
    [61_000, '1 min 1 s', '1 phút 1 giây'],
    [3_600_000, '1 h', '1 giờ'],
    [3_601_000, '1 h', '1 giờ'],
    [2 * 3_600_000 + 5 * 60_000 + 9_000, '2 h 5 min', '2 giờ 5 phút'],
  ])('of %i ms is told in its two largest units', (clock, en, vi) => {
    expect(at(clock).en).toBe(`Changed by staff: r: +2 points (event 7, at ${en}).`);
    expect(at(clock).vi).toBe(`Giảng viên điều chỉnh: r: +2 điểm (sự kiện 7, lúc ${vi}).`);
  });
});
