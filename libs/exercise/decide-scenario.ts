import { accept, refuse, type Command, type Decision, type Order } from './commands.js';
import type { NewEvent } from './events.js';
import { isOver, isWanted, type ExerciseState, type RangeState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/**
 * Has a solo exercise go on with another version of its scenario, as its author does while writing it. Of its range only
 * what differs is built anew: the order says what that is.
 */
export function replaceScenario(state: ExerciseState, order: Of<'replace-scenario'>): Decision {
  const { from, scenario, topology, nodes } = order;
  if (state.mode !== 'solo') {
    return refuse('scenario-fixed', 'Only a solo exercise can go on with another version of its scenario.');
  }
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (state.phase === 'paused') return refuse('exercise-paused', 'The exercise is paused: resume it first.');
  if (state.scenario.digest !== from) {
    return refuse(
      'scenario-moved',
      'The exercise plays another version by now: look again, and repeat this.',
    );
  }
  if (scenario.digest === from) return accept();
  const range = Object.values(state.ranges).find(isWanted);
  const anew = range === undefined || (!topology && nodes.length === 0) ? [] : rebuilt(range, order);
  if (!anew) {
    return refuse('range-busy', `The range is ${range!.status}; wait until it is ready, and repeat this.`);
  }
  // Named with the range, so that its host looks what becomes of it; it is everyone's, and no team's.
  const at = range ? { range: range.id } : {};
  return accept({ type: 'scenario.replaced', ...at, payload: { scenario } }, ...anew);
}

/** What is to be built anew; undefined while the range cannot be touched. */
function rebuilt(range: RangeState, { topology, nodes }: Of<'replace-scenario'>): NewEvent[] | undefined {
  const at = { team: range.team, range: range.id };
  // Nothing of it was built yet.
  if (range.status === 'requested') return [];
  if (range.status !== 'ready' && range.status !== 'degraded') return undefined;
  if (topology) return [{ type: 'range.resetting', ...at, payload: { generation: range.generation + 1 } }];
  return nodes.map((node) => {
    return { type: 'node.reset', ...at, payload: { node, reset: (range.resets[node] ?? 0) + 1 } };
  });
}
