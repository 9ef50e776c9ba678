import type { Exercise, Range } from '../../api/queries.js';
import type { QueueMessage } from './stream-message.js';

/** Where a range that waits for a host stands in the queue. */
export type QueuePlace = NonNullable<Range['queue']>;

/** The exercise with what the stream has just told of one range's place; the same exercise when that changes nothing. */
export function withPlace(
  exercise: Exercise,
  { range: id, team: _team, type: _type, ...queue }: QueueMessage,
) {
  const waits = (range: Range) => range.id === id && range.state === 'requested';
  if (!exercise.ranges.some(waits)) return exercise;
  return {
    ...exercise,
    ranges: exercise.ranges.map((range) => (waits(range) ? { ...range, queue } : range)),
  };
}
