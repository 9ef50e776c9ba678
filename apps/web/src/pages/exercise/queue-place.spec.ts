import { describe, expect, it } from 'vitest';
import type { Exercise } from '../../api/queries.js';
import { withPlaces } from './queue-place.js';
import type { QueueMessage } from './stream-message.js';

const range = (id: string, state = 'requested') => ({ id, state, teams: [id], nodes: [] });
const exercise = { ranges: [range('r1'), range('r2'), range('r3', 'queued')] } as unknown as Exercise;
const told = (id: string, place = 3): QueueMessage => ({
  type: 'queue',
  team: 't1',
  range: id,
  place,
  of: 9,
  reason: 'waiting-slot',
  text: 'why',
  seconds: 20,
});

describe('a place in the queue', () => {
  it('becomes that of its range, and of no other', () => {
    const { ranges } = withPlaces(exercise, [told('r2')]);
    const queue = { place: 3, of: 9, reason: 'waiting-slot', text: 'why', seconds: 20 };
    expect(ranges.map((one) => one.queue)).toEqual([undefined, queue, undefined]);
    expect(exercise.ranges[1]).not.toHaveProperty('queue');
  });

  it('is told for many at once, and the latest of each counts', () => {
    const { ranges } = withPlaces(exercise, [told('r1', 2), told('r2', 5), told('r1', 1), told('r3')]);
    expect(ranges.map((one) => one.queue?.place)).toEqual([1, 5, undefined]);
  });

  it.each(['r3', 'r4'])('comes too late for %s, which waits no more or is not shown', (id) => {
    expect(withPlaces(exercise, [told(id)])).toBe(exercise);
  });
});
