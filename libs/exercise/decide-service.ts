import {
  accept,
  refuse,
  type Command,
  type Decision,
  type Order,
  type Setting,
  type TickOf,
} from './commands.js';
import { notPlaying } from './decide-range.js';
import type { NewEvent, Payload } from './events.js';
import { judgeService, whyNotUp, type ServiceLevel } from './judge-service.js';
import { reportText } from './report-text.js';
import { rangeOf, teamOf, type ExerciseState } from './state.js';
import { servicesOf, timesDue } from './ticks.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/**
 * Scores a tick of a team's services. A tick is scored once: one that is not newer than the last is refused, whoever asks.
 * What the clock's course or the range was changed under says nothing, and is refused as well.
 */
export function scoreTick(state: ExerciseState, order: Of<'score-tick'>, { scenario }: Setting): Decision {
  const { team, tick } = order;
  const stop = notPlaying(state, team) ?? outOfDate(state, team, order.of);
  if (stop) return stop;
  const { role, services: before } = teamOf(state, team)!;
  if (tick <= (before?.tick ?? 0)) return tickIsPast(tick);
  const scored: Payload<'tick.scored'> = { tick, services: {} };
  const changes: NewEvent[] = [];
  for (const [id, service] of servicesOf(scenario, role)) {
    const answers = Object.hasOwn(order.services, id) ? order.services[id] : undefined;
    const last = before?.by[id];
    const isDue =
      timesDue(scenario, role, service, tick) > timesDue(scenario, role, service, last?.tick ?? 0);
    if (!answers || !isDue) continue;
    const told = judgeService(service, answers);
    const failing = told === 'down' && last?.is !== 'down' ? (last?.failing ?? 0) + 1 : 0;
    const isTolerated = failing > 0 && failing <= service.tolerance;
    if (isTolerated) scored.tolerated = { ...scored.tolerated, [id]: failing };
    const level = isTolerated ? (last?.is ?? 'unknown') : told;
    scored.services[id] = level;
    const why = whyNotUp(service, answers, told);
    const reason = why === undefined ? {} : { reason: reportText(why) };
    if (level === 'unknown') scored.unclear = { ...scored.unclear, [id]: reason.reason ?? '' };
    else if (level !== last?.is) changes.push(changed(level, team, { service: id, ...reason }, state));
  }
  if (Object.keys(scored.services).length === 0) return tickIsPast(tick);
  const range = rangeOf(state, team)?.id;
  return accept(...changes, { type: 'tick.scored', team, range, payload: scored });
}

/** What probes that are put to a team's range now are asked of; undefined for a team without a range. */
export function tickOf(state: ExerciseState, team: string): TickOf | undefined {
  const range = rangeOf(state, team);
  return range && { range: range.id, generation: range.generation, since: state.clock.since };
}

/** The refusal of what was asked of a range or under a course of the clock that are past; undefined when they are not. */
export function outOfDate(
  state: ExerciseState,
  team: string,
  { range: id, generation, since }: TickOf,
): Decision | undefined {
  const range = rangeOf(state, team);
  const isSame = range?.id === id && range.generation === generation && state.clock.since === since;
  const isUp = range?.status === 'ready' || range?.status === 'degraded';
  if (isSame && isUp && state.clock.running) return undefined;
  return refuse('tick-out-of-date', 'The range or the clock was changed while its probes were asked.');
}

const tickIsPast = (tick: number) => refuse('tick-past', `Tick ${tick} or a later one is scored already.`);

function changed(
  level: ServiceLevel,
  team: string,
  payload: Payload<'service.up'>,
  state: ExerciseState,
): NewEvent {
  return { type: `service.${level}`, team, range: rangeOf(state, team)?.id, payload };
}
