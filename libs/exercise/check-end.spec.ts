import { describe, expect, it } from 'vitest';
import { checkEndedBy } from './check-end.js';
import { eventNames, type ExerciseEvent } from './events.js';

const ended = (type: string, of?: string) => checkEndedBy({ type, team: of } as ExerciseEvent, 't1')?.type;

describe('a check that a team waits for', () => {
  it('ends with a pause, the end, or another speed of the clock', () => {
    expect(ended('exercise.paused')).toBe('exercise-paused');
    expect(ended('exercise.finished')).toBe('exercise-over');
    expect(ended('clock.changed')).toBe('check-out-of-date');
  });

  it('ends when its range is taken away, but not with that of another team', () => {
    const away = ['suspended', 'resetting', 'stopping', 'gone', 'failed'].map((is) => `range.${is}`);
    for (const type of away) {
      expect(ended(type, 't1'), type).toBe('check-out-of-date');
      expect(ended(type, 't2'), type).toBeUndefined();
    }
    const others = eventNames.filter((type) => ended(type, 't1') === undefined);
    expect(others).toEqual(expect.arrayContaining(['range.ready', 'check.failed', 'answer.submitted']));
    expect(eventNames.length - others.length).toBe(3 + away.length);
  });
});
