import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { noTeam, notPlaying, takeDown } from './decide-range.js';
import { isWanted, rangeOf, sparesRanges, teamOf, type ExerciseState, type RangeState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** An extension gains at least this much, in wall milliseconds: less is not worth a line in the log. */
const leastGain = 60_000;

/** Freezes a range's processes. The wish is the fact: its host follows. */
export function suspendRange(state: ExerciseState, team: string): Decision {
  const found = running(state, team);
  if ('ok' in found) return found;
  return accept({ type: 'range.suspended', team, range: found.id, payload: {} });
}

/** Lets a suspended range go on where it was. */
export function resumeRange(state: ExerciseState, team: string): Decision {
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const range = rangeOf(state, team);
  if (!range) return refuse('range-unknown', 'This team has no range yet.');
  if (range.status !== 'suspended') {
    return refuse(
      'range-not-suspended',
      `The range is ${range.status}; only a suspended one can be resumed.`,
    );
  }
  return accept({ type: 'range.resumed', team, range: range.id, payload: {} });
}

/** Builds one node anew; the others go on. */
export function resetNode(state: ExerciseState, order: Of<'reset-node'>, { scenario }: Setting): Decision {
  const { team, node } = order;
  const found = running(state, team);
  if ('ok' in found) return found;
  if (!Object.hasOwn(scenario.nodes, node)) {
    return refuse('node-unknown', `There is no node ${node} in this scenario.`);
  }
  const reset = (found.resets[node] ?? 0) + 1;
  return accept({ type: 'node.reset', team, range: found.id, payload: { node, reset } });
}

/** Lets a range live until a later time. Refused when that would gain less than a minute. */
export function extendRange(state: ExerciseState, { team, until }: Of<'extend-range'>): Decision {
  if (!teamOf(state, team)) return noTeam(team);
  const range = rangeOf(state, team);
  if (!range) return refuse('range-unknown', 'This team has no range yet.');
  if (!isWanted(range))
    return refuse('range-not-ready', `The range is ${range.status}; start it anew instead.`);
  if (sparesRanges(state))
    return refuse('exercise-paused', 'The exercise is paused, and no range loses time meanwhile.');
  if (range.expiresAt === undefined)
    return refuse('range-life-over', 'The range has no end that could be put off.');
  if (until < range.expiresAt + leastGain) {
    return refuse(
      'range-life-over',
      'The range lives as long as it may already; more time is not to be had now.',
    );
  }
  return accept({ type: 'range.extended', team, range: range.id, payload: { until } });
}

/** Takes down a range whose time is over. One that has time left, or is going already, is left alone. */
export function expireRange(state: ExerciseState, { range: id, now }: Of<'expire-range'>): Decision {
  const range = state.ranges[id];
  if (!range) return refuse('range-unknown', `There is no range ${id}.`);
  if (sparesRanges(state)) return accept();
  if (!isWanted(range) || range.expiresAt === undefined || range.expiresAt > now) return accept();
  return accept(...takeDown(range, 'expired'));
}

/** The team's range when it runs, whole or not; else why nothing can be done with it now. */
function running(state: ExerciseState, team: string): RangeState | Decision {
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const range = rangeOf(state, team);
  if (!range) return refuse('range-unknown', 'This team has no range yet.');
  if (range.status === 'suspended')
    return refuse('range-suspended', 'The range is suspended: resume it first.');
  if (range.status !== 'ready' && range.status !== 'degraded') {
    return refuse('range-busy', `The range is ${range.status}; wait until it is ready.`);
  }
  return range;
}
