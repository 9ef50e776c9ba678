import { accept, refuse, type Command, type Decision, type Order } from './commands.js';
import { noTeam } from './decide-range.js';
import { inArchive } from './in-archive.js';
import { teamOf, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/**
 * Puts a team into a bracket, or out of the one that it is in; also when the exercise is over. Where the schedule names
 * brackets, there are no others.
 */
export function putInBracket(
  state: ExerciseState,
  { team, bracket: wanted }: Of<'put-in-bracket'>,
): Decision {
  const seat = teamOf(state, team);
  if (!seat) return noTeam(team);
  const closed = inArchive(state);
  if (closed) return closed;
  const bracket = wanted?.trim() || undefined;
  const known = state.schedule?.brackets ?? [];
  if (bracket !== undefined && known.length > 0 && !known.includes(bracket)) {
    return refuse('bracket-unknown', `There is no bracket ${bracket}: it is one of ${known.join(', ')}.`);
  }
  if (bracket === seat.bracket) return accept();
  return accept({ type: 'team.bracketed', team, payload: bracket === undefined ? {} : { bracket } });
}
