import type { Task } from '#scenario';
import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { notPlaying } from './decide-range.js';
import { isRight, longestAnswer } from './judge.js';
import { reportText } from './report-text.js';
import { rangeOf, taskOf, teamOf, type ExerciseState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Judges an answer. The answer and its verdict are logged, right or wrong; a right one solves the task. */
export function submitAnswer(state: ExerciseState, order: Of<'submit-answer'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
  const { team, task } = { team: order.team, task: order.task };
  if (!found.task.answer) {
    return refuse('task-not-answerable', 'This task takes no answer; ask for a check instead.');
  }
  const answer = order.answer.trim();
  if (answer === '') return refuse('answer-invalid', 'The answer is empty.');
  if (answer.length > longestAnswer) {
    return refuse('answer-invalid', `The answer is longer than ${longestAnswer} characters.`);
  }
  if (/[\u0000-\u0008\u000e-\u001f\u007f]|\p{Surrogate}/u.test(answer)) {
    return refuse('answer-invalid', 'The answer holds control characters: paste it as plain text.');
  }
  const left = attemptsLeft(state, team, found.task);
  if (left === 0) return refuse('attempts-used-up', 'All attempts at this task are used up.');
  const correct = isRight(answer, found.task, setting.values(team));
  return accept(
    { type: 'answer.submitted', team, payload: { task, answer, correct } },
    ...(correct ? [{ type: 'task.solved' as const, team, payload: { task } }] : []),
  );
}

/** How many more answers a team may give to a task; undefined when there is no limit. */
export function attemptsLeft(state: ExerciseState, team: string, task: Task): number | undefined {
  const seat = teamOf(state, team);
  if (task.attempts === undefined || !seat) return undefined;
  return Math.max(0, task.attempts - taskOf(seat, task.id).attempts);
}

/** Reveals a hint at its price. */
export function revealHint(state: ExerciseState, order: Of<'reveal-hint'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
  const hint = found.task.hints.find(({ id }) => id === order.hint);
  if (!hint) return refuse('hint-unknown', `Task ${order.task} has no hint ${order.hint}.`);
  const seat = teamOf(state, order.team);
  if (seat && taskOf(seat, order.task).hints.includes(hint.id)) {
    return refuse('hint-already-revealed', 'This hint is revealed already; it costs nothing more.');
  }
  const payload = { task: order.task, hint: hint.id, cost: hint.cost };
  return accept({ type: 'hint.revealed', team: order.team, payload });
}

/** Whether a task's probes may be run now; logs nothing, the worker's report does. */
export function requestCheck(state: ExerciseState, order: Of<'request-check'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
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

/** Takes the results of a task's probes: passed when all did, unknown when any could not be told. */
export function reportCheck(state: ExerciseState, order: Of<'report-check'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
  const { team, task, request } = order;
  const results = order.results.map((result) => ({ ...result, detail: reportText(result.detail) }));
  const outcomes = results.map(({ outcome }) => outcome);
  const verdict = outcomes.includes('failed')
    ? 'failed'
    : outcomes.includes('unknown') || outcomes.length === 0
      ? 'unknown'
      : 'passed';
  return accept(
    { type: `check.${verdict}`, team, range: rangeOf(state, team)?.id, payload: { task, request, results } },
    ...(verdict === 'passed' ? [{ type: 'task.solved' as const, team, payload: { task } }] : []),
  );
}

/** The task, when the team may work on it now; else why not. */
function openTask(state: ExerciseState, team: string, id: string, { scenario }: Setting) {
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const seat = teamOf(state, team)!;
  const task = scenario.tasks.find((t) => t.id === id);
  if (!task) return refuse('task-unknown', `There is no task ${id} in this scenario.`);
  const { solved, reopened } = taskOf(seat, id);
  if (solved && !reopened) return refuse('task-already-solved', 'This task is solved already.');
  const missing = task.requires.filter((other) => !taskOf(seat, other).solved);
  if (missing.length) return refuse('task-locked', `First solve ${missing.join(', ')}.`);
  return { task };
}
