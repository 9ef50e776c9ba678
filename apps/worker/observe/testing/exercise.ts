import { evolve, eventTypes, initialState, readEvent, type ExerciseState, type NewEvent } from '#exercise';

const range = 'rangeab1';

/** A solo exercise whose range `rangeab1` is ready. */
export const begun: NewEvent[] = [
  {
    type: 'exercise.created',
    payload: { mode: 'solo', scenario: { id: 's', version: '1.0.0', digest: 'd' }, seed: 's', owner: 'o' },
  },
  { type: 'team.joined', team: 't1', payload: {} },
  { type: 'exercise.started', payload: {} },
  { type: 'range.requested', team: 't1', range, payload: { generation: 1 } },
  { type: 'range.ready', team: 't1', range, payload: {} },
];

/** The state after these events, all of one wall time, ms. */
export function stateAfter(events: NewEvent[], at = Date.now() - 60_000): ExerciseState {
  return events.reduce((state, event) => {
    const place = {
      exercise: 'e',
      seq: state.seq + 1,
      at,
      clock: 0,
      v: eventTypes[event.type].v,
      actor: 'a',
    };
    return evolve(state, readEvent({ ...event, ...place }));
  }, initialState('e'));
}
