import type { Exercise, Range } from '../../api/queries.js';
import type { QueueMessage } from './stream-message.js';

/** Where a range that waits for a host stands in the queue. */
export type QueuePlace = NonNullable<Range['queue']>;

/** The exercise with the places that the stream has told, the latest of each range; the same one when none is changed. */
export function withPlaces(exercise: Exercise, told: readonly QueueMessage[]): Exercise {
  const places = new Map(told.map(({ range, team: _team, type: _type, ...place }) => [range, place]));
  const newPlace = ({ id, state }: Range) => (state === 'requested' ? places.get(id) : undefined);
  if (!exercise.ranges.some(newPlace)) return exercise;
  return {
    ...exercise,
    ranges: exercise.ranges.map((range) => {
      const queue = newPlace(range);
      return queue ? { ...range, queue } : range;
    }),
  };
}
