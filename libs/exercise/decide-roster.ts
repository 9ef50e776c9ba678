import { accept, refuse, type Command, type Decision, type Order } from './commands.js';
import { isOver, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Most people on one roster. */
export const longestRoster = 1_000;

/** Puts people on a class's roster, and takes people off it. Who has joined, or whose class has started, stays on. */
export function changeRoster(state: ExerciseState, { add, remove }: Of<'change-roster'>): Decision {
  if (state.mode !== 'class') {
    return refuse('exercise-not-open', 'Only a class has a roster: a solo exercise is its one learner’s.');
  }
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (remove.length > 0 && state.phase !== 'draft' && state.phase !== 'scheduled') {
    return refuse(
      'exercise-already-started',
      'The class has started: nobody is taken off its roster any more.',
    );
  }
  const joined = new Set(Object.values(state.teams).flatMap(({ members }) => members));
  if (remove.some((account) => joined.has(account))) {
    return refuse(
      'already-member',
      'Someone of these has joined the class already, and stays on its roster.',
    );
  }
  const before = state.roster ?? [];
  const accounts = [...new Set([...before, ...add])].filter((account) => !remove.includes(account));
  if (accounts.length > longestRoster) {
    return refuse('roster-full', `At most ${longestRoster} people fit on a roster.`);
  }
  const isSame = accounts.length === before.length && accounts.every((account, at) => account === before[at]);
  return isSame && state.roster ? accept() : accept({ type: 'roster.changed', payload: { accounts } });
}

/** The refusal of someone who is not on the roster of a class that has one. An empty one admits nobody. */
export function notOnRoster({ roster }: ExerciseState, account: string): Decision | undefined {
  if (!roster || roster.includes(account)) return undefined;
  return refuse('not-on-roster', 'You are not on the roster of this class: ask its instructor to add you.');
}
