import type { ExerciseEvent } from '../events.js';
import type { HandIn, TaskState, TeamState } from '../state.js';

type Of<T extends ExerciseEvent['type']> = Extract<ExerciseEvent, { type: T }>;

/** A task after one more hand-in. Of the text only the newest is kept here; the log has them all. */
export function withHandIn(task: TaskState, { seq, at, clock, payload }: Of<'file.handed-in'>): TaskState {
  const { text, files } = payload;
  const before = handInsOf(task).map(({ text: _older, ...handIn }) => handIn);
  const handIn: HandIn = { seq, at, clock, files, grades: [], ...(text === undefined ? {} : { text }) };
  return { ...task, attempts: task.attempts + 1, handIns: [...before, handIn] };
}

/** A task after one more grade of one of its hand-ins. */
export function withGrade(task: TaskState, { seq, payload }: Of<'grade.given'>): TaskState {
  const handIns = handInsOf(task).map((handIn) =>
    handIn.seq === payload.submission ? { ...handIn, grades: [...handIn.grades, seq] } : handIn,
  );
  return { ...task, handIns };
}

/** What a team handed in for a task, the newest last. */
export const handInsOf = ({ handIns }: Pick<TaskState, 'handIns'>): readonly HandIn[] => handIns ?? [];

/** Bytes of all that a team handed in, each content counted once. */
export function bytesOf({ tasks }: Pick<TeamState, 'tasks'>): number {
  const sizes = new Map<string, number>();
  for (const task of Object.values(tasks)) {
    for (const { files } of handInsOf(task)) for (const { sha256, size } of files) sizes.set(sha256, size);
  }
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
