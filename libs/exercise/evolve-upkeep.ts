import type { ExerciseEvent } from './events.js';
import type { HoldState, ServiceState, TeamServices } from './state.js';

type Of<T extends ExerciseEvent['type']> = Extract<ExerciseEvent, { type: T }>;

/** How long a task's check has held after one more of its results; undefined when it does not hold. */
export function holdAfter(
  before: HoldState | undefined,
  { type, clock, payload: { held } }: Of<'check.passed' | 'check.failed' | 'check.unknown'>,
): HoldState | undefined {
  if (!held || type === 'check.failed' || held.ticks >= held.of) return undefined;
  const isProgress = before === undefined || before.ticks !== held.ticks;
  const { ticks, at } = isProgress ? { ticks: held.ticks, at: clock } : before;
  return { ticks, at, ...(type === 'check.unknown' ? { unclear: true } : {}) };
}

const nothing: ServiceState = { tick: 0, failing: 0 };
const none: TeamServices = { tick: 0, by: {} };

/** A team's services after one more tick. */
export function servicesAfterTick(
  before: TeamServices = none,
  { tick, services, tolerated = {} }: Of<'tick.scored'>['payload'],
): TeamServices {
  const by = { ...before.by };
  for (const [id, told] of Object.entries(services)) {
    const last = by[id] ?? nothing;
    // Nothing is known: neither a failure nor the end of a row of them.
    const isBlank = told === 'unknown' && tolerated[id] === undefined;
    by[id] = { ...last, tick, failing: isBlank ? last.failing : (tolerated[id] ?? 0) };
  }
  return { tick, by };
}

/** A team's services after one of them came to another level. */
export function servicesAfterChange(
  before: TeamServices = none,
  { type, payload: { service } }: Of<'service.up' | 'service.degraded' | 'service.down'>,
): TeamServices {
  const is = type.slice('service.'.length) as NonNullable<ServiceState['is']>;
  return { ...before, by: { ...before.by, [service]: { ...(before.by[service] ?? nothing), is } } };
}
