import type { ExerciseEvent } from './events.js';
import type { ExerciseState, TeamState } from './state.js';

/**
 * Keeps a revision of the rules. A task whose answer was mended takes answers again, also of teams that were told it is
 * solved: by the new rules it may not be.
 */
export function revise(
  state: ExerciseState,
  event: Extract<ExerciseEvent, { type: 'rules.revised' }>,
): ExerciseState {
  const reopened = Object.entries(event.payload.tasks).flatMap(([id, { answer }]) => (answer ? [id] : []));
  const teams = reopened.length
    ? Object.fromEntries(Object.entries(state.teams).map(([id, team]) => [id, reopen(team, reopened)]))
    : state.teams;
  return { ...state, teams, revisions: [...state.revisions, { ...event.payload, seq: event.seq }] };
}

function reopen(team: TeamState, tasks: readonly string[]): TeamState {
  const solved = Object.entries(team.tasks).filter(([id, task]) => task.solved && tasks.includes(id));
  if (solved.length === 0) return team;
  const again = Object.fromEntries(solved.map(([id, task]) => [id, { ...task, reopened: true as const }]));
  return { ...team, tasks: { ...team.tasks, ...again } };
}
