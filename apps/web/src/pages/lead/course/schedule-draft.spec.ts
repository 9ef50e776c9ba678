import { describe, expect, it } from 'vitest';
import { draftOf, isMoment, isPercent, scheduleOf } from './schedule-draft.js';

const hour = 3_600_000;
const empty = draftOf({});

describe('draftOf', () => {
  it('shows exercise times as lengths in their largest whole unit', () => {
    const schedule = { deadline: 1.5 * hour, late: { percent: 20, until: 2 * hour }, freezeAt: 48 * hour };
    expect(draftOf(schedule)).toMatchObject({
      deadline: '90m',
      latePercent: '20',
      lateUntil: '2h',
      freezeAt: '2d',
    });
    expect(draftOf({ deadline: 0 }).deadline).toBe('0s');
  });

  it('comes back as it went', () => {
    const opensAt = '2026-12-01T01:00:00.000Z';
    const schedule = { opensAt, deadline: 90_000, brackets: ['A', 'B'] };
    expect(scheduleOf(draftOf(schedule), false)).toEqual({ opensAt, deadline: '90s', brackets: ['A', 'B'] });
  });
});

describe('scheduleOf', () => {
  it('leaves out what is empty', () => {
    expect(scheduleOf(empty, false)).toEqual({});
  });

  it('says no time of opening once the exercise has begun', () => {
    const draft = { ...empty, opensAt: '2026-12-01T08:00', deadline: '2h' };
    expect(scheduleOf(draft, true)).toEqual({ deadline: '2h' });
  });

  it('reads a date in the time zone of who types it', () => {
    const local = new Date(2026, 11, 1, 17, 0).toISOString();
    expect(scheduleOf({ ...empty, deadline: '2026-12-01 17:00' }, true)).toEqual({ deadline: local });
  });

  it('takes nothing off and takes everything, or refuses it, as typed', () => {
    expect(scheduleOf({ ...empty, deadline: '1h', latePercent: '0' }, true).late).toEqual({ percent: 0 });
    expect(scheduleOf({ ...empty, deadline: '1h', lateUntil: '2h' }, true).late).toBeUndefined();
  });
});

it.each([
  ['', true],
  ['90m', true],
  ['2026-12-01 17:00', true],
  ['2026-13-41 17:00', false],
  ['tomorrow', false],
  ['90', false],
])('moment %j: %s', (text, is) => {
  expect(isMoment(text)).toBe(is);
});

it.each([
  ['', true],
  ['100', true],
  ['101', false],
  ['-5', false],
])('percent %j: %s', (text, is) => {
  expect(isPercent(text)).toBe(is);
});
