import { accept, refuse, type Command, type Decision, type NewTeam, type Order } from './commands.js';
import type { NewEvent } from './events.js';
import { requestRange, takeDown } from './decide-range.js';
import { notOnRoster } from './decide-roster.js';
import { isOver, isWanted, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

const teamId = /^[a-z0-9]{1,11}$/;
/** Most teams in one exercise. */
const mostTeams = 1_000;

/** Brings an exercise into being, in `draft`, with its teams. */
export function create(state: ExerciseState, order: Of<'create'>): Decision {
  if (state.seq > 0) return refuse('exercise-exists', 'An exercise with this id is there already.');
  if (order.teams.length > mostTeams) return refuse('team-invalid', `At most ${mostTeams} teams.`);
  if (order.mode === 'solo' && order.teams.length === 0) {
    return refuse('teams-needed', 'A solo exercise needs its learner: give one team with one member.');
  }
  const taken = new Set(order.teams.flatMap((team) => team.id ?? []));
  if (taken.size < order.teams.filter((team) => team.id).length) {
    return refuse('team-exists', 'Two teams have the same id.');
  }
  const members = order.teams.flatMap((team) => team.members);
  if (new Set(members).size < members.length) {
    return refuse('already-member', 'Someone is a member of two teams.');
  }
  const { mode, scenario, seed, actor: owner } = order;
  const events: NewEvent[] = [{ type: 'exercise.created', payload: { mode, scenario, seed, owner } }];
  for (const team of order.teams) {
    if (team.id !== undefined && !teamId.test(team.id)) {
      return refuse('team-invalid', `"${team.id}" is no team id: use 1 to 11 of a-z and 0-9.`);
    }
    const id = team.id ?? nextTeam(taken);
    taken.add(id);
    events.push(...seat({ ...team, id }));
  }
  return accept(...events);
}

/**
 * Starts the clock. A solo exercise starts its ranges; a class opens, and each learner starts their own. With `prelaunch` all
 * are started, also of those on the roster who have not joined yet.
 */
export function start(state: ExerciseState, order: Of<'start'>): Decision {
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (state.phase === 'paused')
    return refuse('exercise-paused', 'The exercise is paused: resume it instead.');
  if (state.phase === 'running') {
    return refuse('exercise-already-started', 'The exercise is running already.');
  }
  const seats = order.prelaunch ? absentees(state) : [];
  const seated = Object.keys(state.teams);
  const teams = state.mode === 'solo' || order.prelaunch ? [...seated, ...seats.map(({ id }) => id)] : [];
  return accept(
    ...seats.flatMap(seat),
    { type: 'exercise.started', payload: {} },
    ...teams.flatMap((team, index) => requestRange(state, team, order.lifetime, order.warm?.[index])),
  );
}

/** Ends the exercise and asks for its ranges to be taken down. */
export function finish(state: ExerciseState): Decision {
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished already.');
  const wanted = Object.values(state.ranges).filter(isWanted);
  return accept({ type: 'exercise.finished', payload: {} }, ...wanted.flatMap((range) => takeDown(range)));
}

/** Seats a learner in a class, each in a team of their own. */
export function join(state: ExerciseState, order: Of<'join'>): Decision {
  if (state.mode !== 'class') {
    return refuse(
      'exercise-not-open',
      'Only a class can be joined; start this scenario on your own instead.',
    );
  }
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  const absent = notOnRoster(state, order.account);
  if (absent) return absent;
  const teams = Object.values(state.teams);
  if (teams.some((team) => team.members.includes(order.account))) {
    return refuse('already-member', 'You are in this class already.');
  }
  if (teams.length >= mostTeams) return refuse('exercise-not-open', `The class is full (${mostTeams}).`);
  const id = nextTeam(new Set(Object.keys(state.teams)));
  return accept(...seat({ id, members: [order.account] }));
}

/** A team of their own for each on the roster who has not joined yet. */
function absentees({ roster = [], teams }: ExerciseState): (NewTeam & { id: string })[] {
  const taken = new Set(Object.keys(teams));
  const joined = new Set(Object.values(teams).flatMap(({ members }) => members));
  const absent = roster.filter((account) => !joined.has(account)).slice(0, mostTeams - taken.size);
  return absent.map((account) => {
    const id = nextTeam(taken);
    taken.add(id);
    return { id, members: [account] };
  });
}

function seat({ id: team, name, bracket, members }: NewTeam & { id: string }): NewEvent[] {
  return [
    { type: 'team.joined', team, payload: { name, bracket } },
    ...members.map((account): NewEvent => ({ type: 'member.joined', team, payload: { account } })),
  ];
}

function nextTeam(taken: Set<string>): string {
  let n = taken.size + 1;
  while (taken.has(`t${n}`)) n += 1;
  return `t${n}`;
}
