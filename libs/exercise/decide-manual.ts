import type { Task } from '#scenario';
import { accept, refuse, type Command, type Decision, type Order, type Setting } from './commands.js';
import { notPlaying } from './decide-range.js';
import { tooLate } from './decide-schedule.js';
import { inArchive } from './in-archive.js';
import { filesFault, type HandedFile } from './manual/handed-file.js';
import { bytesOf, handInsOf } from './manual/hand-ins.js';
import { taskOf, teamOf, type ExerciseState, type TeamState } from './state.js';

type Of<T extends Command['type']> = Extract<Order, { type: T }>;

/** Longest text that is handed in, in characters. */
export const longestHandInText = 20_000;
/** Most hand-ins of one team for one task. */
export const mostHandIns = 50;
/** Longest comment on a grade, in characters. */
export const longestComment = 5_000;
/** Longest reason of an adjustment, in characters. */
export const longestAdjustmentReason = 500;
/** Most points of one adjustment, either way. */
export const mostAdjustment = 100_000;

/**
 * Takes work that people will grade. What is the same as the last that was handed in is not handed in again, so that a
 * repeated request does no harm.
 */
export function handIn(state: ExerciseState, order: Of<'hand-in'>, setting: Setting): Decision {
  const fault = handInFault(state, order, setting);
  if (fault) return fault;
  const { team, task: id, files } = order;
  const text = order.text?.trim() === '' ? undefined : order.text;
  const task = taskIn(setting, id)!;
  const seat = teamOf(state, team)!;
  if (text === undefined && files.length === 0) {
    return refuse('hand-in-invalid', 'Nothing is handed in: write a text or choose a file.');
  }
  if (text !== undefined && !task.manual!.text) return refuse('hand-in-invalid', 'This task takes no text.');
  if (text !== undefined && (text.length > longestHandInText || unkept.test(text))) {
    const detail = `A text has at most ${longestHandInText} characters, none of them control characters.`;
    return refuse('hand-in-invalid', detail);
  }
  const wrong = filesFault(files, task.manual!.files);
  if (wrong) return refuse('hand-in-invalid', wrong);
  const last = handInsOf(taskOf(seat, id)).at(-1);
  if (last && last.text === text && sameFiles(last.files, files)) return accept();
  const used = bytesOf(withFiles(seat, id, files));
  if (used > order.quota) {
    const detail =
      `Your team's files would take up ${megabytes(used)} of the ${megabytes(order.quota)} that a team has: ` +
      'hand in smaller ones.';
    return refuse('quota-used-up', detail);
  }
  const payload = { task: id, files, ...(text === undefined ? {} : { text }) };
  return accept({ type: 'file.handed-in', team, payload });
}

/** Why a team may hand nothing in for a task now, whatever it is; undefined when it may. */
export function handInFault(
  state: ExerciseState,
  { team, task: id, at }: Pick<Of<'hand-in'>, 'team' | 'task' | 'at'>,
  setting: Setting,
): Decision | undefined {
  const stop = notPlaying(state, team);
  if (stop) return stop;
  const task = taskIn(setting, id);
  if (!task) return unknown(id);
  if (!task.manual) return refuse('task-not-manual', 'Nothing is handed in for this task.');
  const seat = teamOf(state, team)!;
  const missing = task.requires.filter((other) => !taskOf(seat, other).solved);
  if (missing.length) return refuse('task-locked', `First solve ${missing.join(', ')}.`);
  const late = tooLate(state, team, at ?? 0);
  if (late) return late;
  const most = Math.min(mostHandIns, task.attempts ?? mostHandIns);
  if (handInsOf(taskOf(seat, id)).length >= most) {
    return refuse('attempts-used-up', `You have handed in ${most} times, which is as often as you may.`);
  }
  return undefined;
}

/** Grades a hand-in by the task's rubric, anew if need be, also when the exercise is over. From the staff. */
export function giveGrade(state: ExerciseState, order: Of<'give-grade'>, setting: Setting): Decision {
  const { team, task: id, submission } = order;
  const seat = teamOf(state, team);
  if (!seat) return refuse('team-unknown', `There is no team ${team} in this exercise.`);
  const closed = inArchive(state);
  if (closed) return closed;
  const task = taskIn(setting, id);
  if (!task) return unknown(id);
  if (!task.manual) return refuse('task-not-manual', 'This task is not graded by people.');
  const before = taskOf(seat, id);
  if (!handInsOf(before).some(({ seq }) => seq === submission)) {
    return refuse('submission-unknown', `Team ${team} has not handed in ${submission} for ${id}.`);
  }
  const scores: Record<string, number> = {};
  for (const { id: criterion, points } of task.manual.rubric) {
    const score = Object.hasOwn(order.scores, criterion) ? order.scores[criterion]! : undefined;
    if (score === undefined || !Number.isInteger(score) || score < 0 || score > points) {
      return refuse('grade-invalid', `scores.${criterion}: give a whole number from 0 to ${points}.`);
    }
    scores[criterion] = score;
  }
  const foreign = Object.keys(order.scores).find((criterion) => !Object.hasOwn(scores, criterion));
  if (foreign !== undefined)
    return refuse('grade-invalid', `scores.${foreign}: the rubric has no such criterion.`);
  const comment = order.comment?.trim() || undefined;
  if (comment !== undefined && (comment.length > longestComment || unkept.test(comment))) {
    const detail = `comment: has at most ${longestComment} characters, none of them control characters.`;
    return refuse('grade-invalid', detail);
  }
  const payload = { task: id, submission, scores, ...(comment === undefined ? {} : { comment }) };
  const earns = Object.values(scores).some((score) => score > 0);
  return accept(
    { type: 'grade.given', team, payload },
    ...(earns && !before.solved ? [{ type: 'task.solved' as const, team, payload: { task: id } }] : []),
  );
}

/** Gives a team points or takes some, for a reason that it is told. From the staff. */
export function adjustScore(state: ExerciseState, order: Of<'adjust-score'>, setting: Setting): Decision {
  const { team, points, task } = order;
  if (!teamOf(state, team)) return refuse('team-unknown', `There is no team ${team} in this exercise.`);
  const closed = inArchive(state);
  if (closed) return closed;
  if (state.phase === 'draft' || state.phase === 'scheduled') {
    return refuse('exercise-not-running', 'The exercise has not begun: there is no score yet.');
  }
  if (task !== undefined && !taskIn(setting, task)) return unknown(task);
  if (!Number.isInteger(points) || points === 0 || Math.abs(points) > mostAdjustment) {
    const detail = `points: give a whole number other than 0, from -${mostAdjustment} to ${mostAdjustment}.`;
    return refuse('adjustment-invalid', detail);
  }
  const reason = order.reason.trim();
  if (reason === '' || reason.length > longestAdjustmentReason || unkept.test(reason)) {
    const detail = `reason: say in 1 to ${longestAdjustmentReason} characters why; the team reads it.`;
    return refuse('adjustment-invalid', detail);
  }
  return accept({
    type: 'score.adjusted',
    team,
    payload: { points, reason, ...(task === undefined ? {} : { task }) },
  });
}

/** What no database keeps as text, or what a terminal would obey. */
const unkept = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/u;

const unknown = (task: string) => refuse('task-unknown', `There is no task ${task} in this scenario.`);
const taskIn = ({ scenario }: Setting, id: string): Task | undefined =>
  scenario.tasks.find((task) => task.id === id);
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`;

const sameFiles = (a: readonly HandedFile[], b: readonly HandedFile[]) =>
  a.length === b.length && a.every((file, i) => file.sha256 === b[i]!.sha256 && file.name === b[i]!.name);

/** The team as if it had handed these in, to count what it would take up. */
function withFiles(seat: TeamState, id: string, files: HandedFile[]): Pick<TeamState, 'tasks'> {
  const task = taskOf(seat, id);
  const handIns = [...handInsOf(task), { seq: 0, at: 0, clock: 0, files, grades: [] }];
  return { tasks: { ...seat.tasks, [id]: { ...task, handIns } } };
}
