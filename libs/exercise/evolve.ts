import { stoppedClock, turnClock } from './clock.js';
import type { ExerciseEvent } from './events.js';
import { evolveClock, stopClock } from './evolve-clock.js';
import { withGrade, withHandIn } from './manual/hand-ins.js';
import { afterObserved, withoutObserved } from './observe/fold.js';
import { holdAfter, servicesAfterChange, servicesAfterTick } from './evolve-upkeep.js';
import { put } from './own-records.js';
import { repairsWithin } from './repairs.js';
import { canMoveScore } from './score-events.js';
import { revise } from './revise.js';
import { seatsOf, taskOf, teamOf, type ExerciseState, type RangeState, type TaskState } from './state.js';

type Of<T extends ExerciseEvent['type']> = Extract<ExerciseEvent, { type: T }>;

/** An exercise before its first event. */
export function initialState(id: string): ExerciseState {
  return {
    id,
    seq: 0,
    movedSeq: 0,
    revisions: [],
    phase: 'draft',
    mode: 'solo',
    scenario: { id: '', version: '', digest: '' },
    seed: '',
    owner: '',
    clock: stoppedClock,
    createdAt: 0,
    teams: {},
    seats: {},
    ranges: {},
  };
}

/**
 * The state after one more event. Pure: the given state is left as it was.
 * @throws Error when the event is not the next one: folding past a hole would make up a state that never was
 */
export function evolve(state: ExerciseState, event: ExerciseEvent): ExerciseState {
  if (event.seq !== state.seq + 1) {
    throw new Error(`exercise ${state.id} is at seq ${state.seq}; event ${event.seq} does not follow`);
  }
  const moved = canMoveScore(event.type) ? { movedSeq: event.seq } : {};
  return { ...change(state, event), ...moved, seq: event.seq };
}

function change(state: ExerciseState, event: ExerciseEvent): ExerciseState {
  switch (event.type) {
    case 'exercise.created': {
      const { mode, scenario, seed, owner } = event.payload;
      return { ...state, mode, scenario, seed, owner, createdAt: event.at };
    }
    case 'exercise.started':
      return { ...state, phase: 'running', clock: turnClock(state.clock, event.at, { running: true }) };
    case 'exercise.finished':
      return stopClock(state, 'finished', event.at);
    case 'exercise.archived':
      return { ...state, phase: 'archived' };
    case 'exercise.scheduled':
      return {
        ...state,
        schedule: event.payload,
        phase: state.phase === 'draft' && event.payload.opensAt !== undefined ? 'scheduled' : state.phase,
      };
    case 'roster.changed':
      return { ...state, roster: event.payload.accounts };
    case 'extension.granted':
      return withTeam(state, event.team!, (team) => ({
        ...team,
        extension: (team.extension ?? 0) + event.payload.ms,
      }));
    case 'exercise.paused':
    case 'exercise.resumed':
    case 'clock.changed':
      return evolveClock(state, event);
    case 'scenario.replaced':
      return { ...withoutObserved(state), scenario: event.payload.scenario };
    case 'team.joined': {
      const id = event.team!;
      const { name, bracket } = event.payload;
      const team = { id, name, role: 'blue' as const, bracket, members: [], tasks: {} };
      return { ...state, teams: put(state.teams, id, team) };
    }
    case 'team.bracketed':
      return withTeam(state, event.team!, (team) => ({ ...team, bracket: event.payload.bracket }));
    case 'member.joined':
      return withMember(state, event);
    case 'range.requested': {
      const id = event.range!;
      const { generation, lifetime } = event.payload;
      const range: RangeState = {
        id,
        team: event.team!,
        status: 'requested',
        generation,
        nodes: {},
        requestedAt: event.at,
        ...(lifetime === undefined ? {} : { expiresAt: event.at + lifetime }),
        resets: {},
        repairs: [],
      };
      return { ...state, ranges: put(withoutOthersOf(state, range), id, range) };
    }
    case 'range.placed':
      return withRange(state, event.range!, { status: 'queued', host: event.payload.host });
    case 'range.preparing':
      return withRange(state, event.range!, { status: 'preparing' });
    case 'range.starting': {
      const nodes = Object.fromEntries(
        Object.keys(event.payload.images).map((node) => [node, 'starting' as const]),
      );
      return withRange(state, event.range!, { status: 'starting', nodes });
    }
    case 'node.ready':
      return withNode(state, event.range!, event.payload.node, 'ready');
    case 'node.failed':
      return withNode(state, event.range!, event.payload.node, 'failed');
    case 'node.reset':
      return resetNode(state, event);
    case 'range.ready':
      return withRange(state, event.range!, {
        status: 'ready',
        reason: undefined,
        upAt: state.ranges[event.range!]?.upAt ?? event.clock,
      });
    case 'range.degraded':
      return degrade(state, event);
    case 'range.suspended':
      return withRange(state, event.range!, { status: 'suspended', reason: undefined });
    case 'range.resumed':
      return withRange(state, event.range!, { status: 'ready', upAt: event.clock });
    case 'range.extended':
      return withRange(state, event.range!, { expiresAt: event.payload.until });
    case 'range.resetting':
      return withRange(state, event.range!, {
        status: 'resetting',
        generation: event.payload.generation,
        nodes: {},
        reason: undefined,
        upAt: undefined,
        resets: {},
        repairs: [],
      });
    case 'range.stopping':
      return withRange(state, event.range!, { status: 'stopping', reason: event.payload.reason });
    case 'range.gone':
      return withRange(state, event.range!, { status: 'gone', nodes: {} });
    case 'range.failed':
      return withRange(state, event.range!, { status: 'failed', nodes: {}, reason: event.payload.reason });
    case 'link.changed':
      return withLink(state, event);
    case 'capture.started':
    case 'capture.stopped':
      return withCapture(state, event);
    case 'answer.submitted':
      return withTask(state, event.team!, event.payload.task, (t) => ({
        ...t,
        attempts: t.attempts + 1,
        ...(event.payload.correct ? {} : { wrongAt: event.clock }),
      }));
    case 'task.solved':
      return withTask(
        state,
        event.team!,
        event.payload.task,
        ({ reopened: _done, observed: _seen, ...t }) => ({
          ...t,
          solved: true,
          solvedAt: t.solvedAt ?? event.clock,
        }),
      );
    case 'action.observed':
      return withTask(state, event.team!, event.payload.task, (t) => afterObserved(t, event.payload));
    case 'hint.revealed':
      return withTask(state, event.team!, event.payload.task, (t) => ({
        ...t,
        hints: [...t.hints, event.payload.hint],
      }));
    case 'file.handed-in':
      return withTask(state, event.team!, event.payload.task, (t) => withHandIn(t, event));
    case 'grade.given':
      return withTask(state, event.team!, event.payload.task, (t) => withGrade(t, event));
    case 'solution.revealed':
      return withTask(state, event.team!, event.payload.task, (t) => ({ ...t, solution: true }));
    case 'rules.revised':
      return revise(state, event);
    case 'check.passed':
    case 'check.failed':
    case 'check.unknown':
      return withTask(state, event.team!, event.payload.task, (t) => ({
        ...t,
        hold: holdAfter(t.hold, event),
      }));
    case 'service.up':
    case 'service.degraded':
    case 'service.down':
      return withTeam(state, event.team!, (team) => ({
        ...team,
        services: servicesAfterChange(team.services, event),
      }));
    case 'tick.scored':
      return withTeam(state, event.team!, (team) => ({
        ...team,
        services: servicesAfterTick(team.services, event.payload),
      }));
    case 'score.adjusted':
    case 'terminal.opened':
    case 'terminal.closed':
      return state;
  }
}

function withTeam(
  state: ExerciseState,
  id: string,
  change: (team: ExerciseState['teams'][string]) => ExerciseState['teams'][string],
): ExerciseState {
  const team = teamOf(state, id);
  if (!team) throw new Error(`exercise ${state.id} has no team ${id}`);
  return { ...state, teams: put(state.teams, id, change(team)) };
}

function withMember(state: ExerciseState, { team: id, payload }: Of<'member.joined'>): ExerciseState {
  const { account } = payload;
  const joined = withTeam(state, id!, (team) => ({ ...team, members: [...team.members, account] }));
  return { ...joined, seats: put(state.seats, account, [...seatsOf(state, account), id!]) };
}

const withTask = (state: ExerciseState, team: string, task: string, change: (t: TaskState) => TaskState) =>
  withTeam(state, team, (t) => ({ ...t, tasks: { ...t.tasks, [task]: change(taskOf(t, task)) } }));

function withRange(state: ExerciseState, id: string, change: Partial<RangeState>): ExerciseState {
  const range = state.ranges[id];
  if (!range) throw new Error(`exercise ${state.id} has no range ${id}`);
  return { ...state, ranges: put(state.ranges, id, { ...range, ...change }) };
}

function withLink(state: ExerciseState, event: Of<'link.changed'>): ExerciseState {
  const { network, link } = event.payload;
  const before = state.ranges[event.range!]?.links;
  return withRange(state, event.range!, { links: { ...before, [network]: link } });
}

function withCapture(state: ExerciseState, event: Of<'capture.started' | 'capture.stopped'>): ExerciseState {
  const { network } = event.payload;
  const others = (state.ranges[event.range!]?.captures ?? []).filter((name) => name !== network);
  const captures = event.type === 'capture.started' ? [...others, network] : others;
  return withRange(state, event.range!, { captures });
}

/** A claimed range comes in the place of the team's earlier one, which is gone or has failed. */
function withoutOthersOf({ ranges }: ExerciseState, { id, team }: RangeState): ExerciseState['ranges'] {
  const all = Object.entries(ranges);
  const kept = all.filter(([other, range]) => other === id || range.team !== team);
  return kept.length === all.length ? ranges : Object.fromEntries(kept);
}

/** Remembers when it broke, as far back as `repairsWithin` looks, and that the broken nodes are being made anew. */
function degrade(state: ExerciseState, event: Of<'range.degraded'>): ExerciseState {
  const { reason, nodes = [] } = event.payload;
  const before = state.ranges[event.range!];
  return withRange(state, event.range!, {
    status: 'degraded',
    reason,
    nodes: { ...before?.nodes, ...Object.fromEntries(nodes.map((node) => [node, 'starting' as const])) },
    repairs: [...repairsWithin(before?.repairs ?? [], event.at), event.at],
  });
}

function resetNode(state: ExerciseState, event: Of<'node.reset'>): ExerciseState {
  const { node, reset } = event.payload;
  const before = state.ranges[event.range!];
  return withRange(state, event.range!, {
    status: 'degraded',
    reason: undefined,
    nodes: { ...before?.nodes, [node]: 'starting' },
    resets: { ...before?.resets, [node]: reset },
    repairs: [],
  });
}

function withNode(state: ExerciseState, range: string, node: string, is: RangeState['nodes'][string]) {
  return withRange(state, range, { nodes: { ...state.ranges[range]?.nodes, [node]: is } });
}
