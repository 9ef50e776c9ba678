import { describe, expect, it } from 'vitest';
import { standOf } from './deadline-stand.js';

const minute = 60_000;
const deadline = 60 * minute;

describe('standOf', () => {
  it('is nothing without a deadline', () => {
    expect(standOf({}, 0, 5)).toBeUndefined();
  });

  it('counts down to the deadline, which an extension puts off', () => {
    expect(standOf({ deadline }, 0, 50 * minute)).toEqual({ is: 'in-time', left: 10 * minute });
    expect(standOf({ deadline }, 5 * minute, 62 * minute)).toEqual({ is: 'in-time', left: 3 * minute });
  });

  it('is over at once where late work is not taken', () => {
    expect(standOf({ deadline }, 0, deadline)).toEqual({ is: 'in-time', left: 0 });
    expect(standOf({ deadline }, 0, deadline + 1)).toEqual({ is: 'over' });
  });

  it('is late at its price until late work is not taken any more, put off likewise', () => {
    const late = { percent: 20, until: 90 * minute };
    expect(standOf({ deadline, late }, 0, 80 * minute)).toEqual({
      is: 'late',
      percent: 20,
      left: 10 * minute,
    });
    expect(standOf({ deadline, late }, 0, 91 * minute)).toEqual({ is: 'over' });
    expect(standOf({ deadline, late }, 10 * minute, 95 * minute)?.is).toBe('late');
    expect(standOf({ deadline, late: { percent: 20 } }, 0, 1e12)).toEqual({ is: 'late', percent: 20 });
  });
});
