import { eventTypes, type ExerciseEvent } from './events.js';
import { seatsOf, type ExerciseState } from './state.js';

/** Someone who looks at an exercise: staff see all, others what is everyone's and their own team's. */
export interface Viewer {
  staff: boolean;
  teams: readonly string[];
}

/** Who someone is to an exercise; undefined when it is none of theirs. */
export function viewerOf(
  state: ExerciseState,
  person: { account: string; supervises: boolean },
): Viewer | undefined {
  const teams = seatsOf(state, person.account);
  const staff = person.supervises || (state.mode !== 'solo' && state.owner === person.account);
  if (!staff && teams.length === 0 && state.owner !== person.account) return undefined;
  return { staff, teams };
}

/**
 * The event as the viewer may see it, or undefined when they may not. The one function behind stream, API and replay:
 * what it leaves out is nowhere else let out.
 */
export function project(event: ExerciseEvent, viewer: Viewer): ExerciseEvent | undefined {
  const { audience, redact } = eventTypes[event.type] as {
    audience: 'everyone' | 'team' | 'staff';
    redact?: (payload: unknown) => unknown;
  };
  if (viewer.staff) return event;
  if (audience === 'staff') return undefined;
  if (audience === 'team' && !(event.team && viewer.teams.includes(event.team))) return undefined;
  // Which host a range is on is the staff's business, and so is whose worker reports.
  const actor = event.actor.startsWith('worker:') ? 'worker' : event.actor;
  return { ...event, actor, payload: redact ? redact(event.payload) : event.payload } as ExerciseEvent;
}
