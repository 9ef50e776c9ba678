import { createHash } from 'node:crypto';
import { accept, refuse, type Command, type Decision, type Order } from './commands.js';
import { claimWarm, type WarmOffer } from './claim-warm.js';
import type { NewEvent } from './events.js';
import { reportText } from './report-text.js';
import {
  isOver,
  isWanted,
  nodeResets,
  rangeOf,
  teamOf,
  type ExerciseState,
  type RangeState,
} from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/**
 * Asks for a team's range, or claims the warm one that is offered. Without an offer the id follows from exercise and
 * team: 8 of [0-9a-z], the same at every start.
 * @param lifetime wall milliseconds that it may live; undefined: without end
 */
export function requestRange(
  state: ExerciseState,
  team: string,
  lifetime?: number,
  warm?: WarmOffer,
): NewEvent[] {
  const range = rangeOf(state, team);
  const life = lifetime === undefined ? {} : { lifetime };
  if (warm) return claimWarm(team, warm, life);
  const id = range?.id ?? rangeId(state.id, team);
  const payload = { generation: (range?.generation ?? 0) + 1, ...life };
  return [{ type: 'range.requested', team, range: id, payload }];
}

function rangeId(exercise: string, team: string): string {
  const hash = createHash('sha256').update(`${exercise}/${team}`).digest();
  return (hash.readBigUInt64BE() % 36n ** 8n).toString(36).padStart(8, '0');
}

export function startRange(state: ExerciseState, { team, lifetime, warm }: Of<'start-range'>): Decision {
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const range = rangeOf(state, team);
  if (range?.status === 'suspended') {
    return refuse('range-suspended', 'The range is suspended: resume it, and go on where it was.');
  }
  if (range && isWanted(range)) return refuse('range-busy', `The range is ${range.status} already.`);
  if (range?.status === 'stopping') {
    return refuse('range-busy', 'The range is being taken down; try again in a few seconds.');
  }
  return accept(...requestRange(state, team, lifetime, warm?.[0]));
}

export function stopRange(state: ExerciseState, team: string): Decision {
  if (!teamOf(state, team)) return noTeam(team);
  const range = rangeOf(state, team);
  if (!range) return refuse('range-unknown', 'This team has no range yet.');
  if (!isWanted(range)) return accept();
  return accept(...takeDown(range));
}

/** The way down. Where no host has anything of a range yet, it is gone with that. */
export function takeDown({ id, team, host }: RangeState, reason?: 'expired'): NewEvent[] {
  const at = { team, range: id };
  const stopping: NewEvent = { type: 'range.stopping', ...at, payload: reason ? { reason } : {} };
  return host === undefined ? [stopping, { type: 'range.gone', ...at, payload: {} }] : [stopping];
}

/** Builds the range anew from its scenario: of a running one, or of one that failed. */
export function resetRange(state: ExerciseState, { team, lifetime, warm }: Of<'reset-range'>): Decision {
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const range = rangeOf(state, team);
  if (!range || ['gone', 'failed'].includes(range.status)) {
    return accept(...requestRange(state, team, lifetime, warm?.[0]));
  }
  if (!['ready', 'degraded', 'suspended'].includes(range.status)) {
    return refuse('range-busy', `The range is ${range.status}; wait until it is ready.`);
  }
  return accept({
    type: 'range.resetting',
    team,
    range: range.id,
    payload: { generation: range.generation + 1 },
  });
}

/** Gives a requested range its host. Placing one that is placed changes nothing. */
export function placeRange(state: ExerciseState, order: Of<'place-range'>): Decision {
  const range = state.ranges[order.range];
  if (!range) return refuse('range-unknown', `There is no range ${order.range}.`);
  if (range.status !== 'requested') return accept();
  return accept({ type: 'range.placed', team: range.team, range: range.id, payload: { host: order.host } });
}

/**
 * Gives up a range that cannot be had: one that fits no host, or whose host is lost. One that is gone or has failed
 * already, or is on another host than the order says, is left alone.
 */
export function failRange(state: ExerciseState, order: Of<'fail-range'>): Decision {
  const range = state.ranges[order.range];
  if (!range) return refuse('range-unknown', `There is no range ${order.range}.`);
  if (['gone', 'failed'].includes(range.status) || range.host !== order.host) return accept();
  const reason = reportText(order.reason);
  return accept({ type: 'range.failed', team: range.team, range: range.id, payload: { reason } });
}

/** Takes a worker's report. A report on machines that are past, or that tells nothing new, changes nothing. */
export function reportRange(state: ExerciseState, order: Of<'report-range'>): Decision {
  const range = state.ranges[order.range];
  if (!range) return refuse('range-unknown', `There is no range ${order.range}.`);
  const { report } = order;
  const at = { team: range.team, range: range.id };
  if (order.generation !== range.generation) return accept();
  if (order.resets !== undefined && order.resets !== nodeResets(range)) return accept();
  if (report.is === 'gone') {
    return range.status === 'stopping' ? accept({ type: 'range.gone', ...at, payload: {} }) : accept();
  }
  if (!isWanted(range) || (range.status === 'suspended' && report.is !== 'failed')) return accept();
  switch (report.is) {
    case 'capture-failed': {
      const { network } = report;
      if (!range.captures?.includes(network)) return accept();
      const payload = { network, reason: reportText(report.reason) };
      return accept({ type: 'capture.stopped', ...at, payload });
    }
    case 'preparing':
      return ['queued', 'resetting'].includes(range.status)
        ? accept({ type: 'range.preparing', ...at, payload: {} })
        : accept();
    case 'starting':
      return ['preparing', 'resetting'].includes(range.status)
        ? accept({ type: 'range.starting', ...at, payload: { images: report.images } })
        : accept();
    case 'node-ready':
      return range.nodes[report.node] === 'ready'
        ? accept()
        : accept({ type: 'node.ready', ...at, payload: { node: report.node } });
    case 'ready':
      return ['requested', 'ready'].includes(range.status)
        ? accept()
        : accept({ type: 'range.ready', ...at, payload: {} });
    case 'degraded':
      return range.status === 'ready'
        ? accept({
            type: 'range.degraded',
            ...at,
            payload: { reason: reportText(report.reason), ...(report.nodes ? { nodes: report.nodes } : {}) },
          })
        : accept();
    case 'failed': {
      const { node } = report;
      const reason = reportText(report.reason);
      const failed: NewEvent = { type: 'range.failed', ...at, payload: { reason, node } };
      return node
        ? accept({ type: 'node.failed', ...at, payload: { node, reason } }, failed)
        : accept(failed);
    }
  }
}

/** The refusal of a team that is not there. */
export const noTeam = (team: string) => refuse('team-unknown', `There is no team ${team} in this exercise.`);

/** The refusal for a team that cannot act now, if it cannot. */
export function notPlaying(state: ExerciseState, team: string): Decision | undefined {
  if (!teamOf(state, team)) return noTeam(team);
  if (isOver(state)) return refuse('exercise-over', 'The exercise has finished.');
  if (state.phase === 'paused') {
    return refuse('exercise-paused', 'The exercise is paused, and its clock with it: wait until it goes on.');
  }
  if (state.phase !== 'running') return refuse('exercise-not-running', 'The exercise has not started yet.');
  return undefined;
}
