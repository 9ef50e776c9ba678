import { durationMs, type Task } from '#scenario';
import { clockAt } from './clock.js';
import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { notPlaying } from './decide-range.js';
import { tooLate } from './decide-schedule.js';
import { isRight, longestAnswer } from './judge.js';
import { taskOf, teamOf, type ExerciseState } from './state.js';

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
  const late = tooLate(state, team, order.at ?? 0);
  if (late) return late;
  const left = attemptsLeft(state, team, found.task);
  if (left === 0) return refuse('attempts-used-up', 'All attempts at this task are used up.');
  const wait = waitBeforeAnswer(state, team, found.task, order.at ?? 0);
  if (wait > 0) {
    const detail = `After a wrong answer this task wants ${found.task.cooldown} of waiting: ${wait} s are left.`;
    return refuse('answer-too-soon', detail, wait);
  }
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

/** Whole wall seconds that a team still has to wait before it may answer; 0 when it may. @param at wall time, ms since 1970 */
export function waitBeforeAnswer(state: ExerciseState, team: string, task: Task, at: number): number {
  const seat = teamOf(state, team);
  const { wrongAt } = seat ? taskOf(seat, task.id) : {};
  if (task.cooldown === undefined || wrongAt === undefined) return 0;
  const left = wrongAt + durationMs(task.cooldown) - clockAt(state.clock, at);
  return Math.max(0, Math.ceil(left / state.clock.speed / 1_000));
}

/** Reveals a hint at its price. */
export function revealHint(state: ExerciseState, order: Of<'reveal-hint'>, setting: Setting): Decision {
  const found = openTask(state, order.team, order.task, setting);
  if ('ok' in found) return found;
  const late = tooLate(state, order.team, order.at ?? 0);
  if (late) return late;
  const hint = found.task.hints.find(({ id }) => id === order.hint);
  if (!hint) return refuse('hint-unknown', `Task ${order.task} has no hint ${order.hint}.`);
  const seat = teamOf(state, order.team);
  if (seat && taskOf(seat, order.task).hints.includes(hint.id)) {
    return refuse('hint-already-revealed', 'This hint is revealed already; it costs nothing more.');
  }
  const payload = { task: order.task, hint: hint.id, cost: hint.cost };
  return accept({ type: 'hint.revealed', team: order.team, payload });
}

/** The task, when the team may work on it now; else why not. */
export function openTask(state: ExerciseState, team: string, id: string, { scenario }: Setting) {
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
