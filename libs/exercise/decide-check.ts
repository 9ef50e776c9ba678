import type { Task } from '#scenario';
import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { tooLate } from './decide-schedule.js';
import { outOfDate } from './decide-service.js';
import { openTask } from './decide-task.js';
import type { NewEvent } from './events.js';
import { reportText } from './report-text.js';
import { rangeOf, taskOf, teamOf, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Whether a task's probes may be run now; logs nothing, the worker's report does. */
export function requestCheck(state: ExerciseState, order: Of<'request-check'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
  const late = tooLate(state, order.team, order.at ?? 0);
  if (late) return late;
  if (!found.task.check) return refuse('task-not-checkable', 'This task wants an answer, not a check.');
  const status = rangeOf(state, order.team)?.status;
  if (status === 'suspended') {
    return refuse('range-suspended', 'The range is suspended: resume it, then have it checked.');
  }
  if (status !== 'ready' && status !== 'degraded') {
    return refuse('range-not-ready', 'The range is not ready, so nothing can be checked in it.');
  }
  return accept();
}

/**
 * Takes the results of a task's probes: passed when all did, unknown when any could not be told. A task whose check must hold is
 * solved by the tick that makes it long enough; a failure on the way starts it anew. What was asked before a pause, or of a
 * range that was changed meanwhile, counts for nothing, whatever was answered.
 */
export function reportCheck(state: ExerciseState, order: Of<'report-check'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
  const { team, task, request, tick } = order;
  const hold = taskOf(teamOf(state, team)!, task).hold;
  const of = tick?.of ?? order.of;
  const stop = of && outOfDate(state, team, of);
  if (stop) return stop;
  if (tick && hold?.ticks !== tick.number - 1) {
    return refuse('tick-past', `Tick ${tick.number} of this task is past, or does not follow.`);
  }
  const results = withPoints(found.task, order.results);
  const verdict = verdictOf(results);
  // A tick that tells nothing, like the one before it, is no news.
  if (tick && verdict === 'unknown' && hold?.unclear) return accept();
  const held = heldAfter(found.task, hold?.ticks, verdict, tick !== undefined);
  const event: NewEvent = {
    type: `check.${verdict}`,
    team,
    range: rangeOf(state, team)?.id,
    payload: { task, request, results, ...(held ? { held } : {}) },
  };
  const isSolved = verdict === 'passed' && (!held || held.ticks >= held.of);
  return accept(event, ...(isSolved ? [{ type: 'task.solved' as const, team, payload: { task } }] : []));
}

/** The results for the log, each with what it stands for of the task's points, where probes earn points on their own. */
function withPoints({ points: worth, check = [], hold }: Task, results: Of<'report-check'>['results']) {
  const whole = check.reduce((sum, { points = 0 }) => sum + points, 0);
  const arePaid = !hold && whole > 0 && results.length === check.length;
  return results.map((result, index) => {
    const told = { ...result, detail: reportText(result.detail) };
    if (!arePaid) return told;
    const share = result.outcome === 'passed' ? (check[index]!.points ?? 0) : 0;
    return { ...told, points: Math.round((worth * share) / whole) };
  });
}

function verdictOf(results: Of<'report-check'>['results']): 'passed' | 'failed' | 'unknown' {
  const outcomes = results.map(({ outcome }) => outcome);
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.includes('unknown') || outcomes.length === 0 ? 'unknown' : 'passed';
}

/** How long a task's check has held by now, of how long it must; undefined for one that need not hold. */
function heldAfter(
  { hold }: Task,
  before: number | undefined,
  verdict: 'passed' | 'failed' | 'unknown',
  isTick: boolean,
): { ticks: number; of: number } | undefined {
  if (!hold) return undefined;
  if (verdict === 'failed') return { ticks: 0, of: hold.ticks };
  if (before === undefined) return verdict === 'passed' ? { ticks: 0, of: hold.ticks } : undefined;
  return { ticks: before + (isTick && verdict === 'passed' ? 1 : 0), of: hold.ticks };
}
