import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { Subject } from './subject.js';

/** Points that cannot be meant: shares that do not make up the whole, a least that is more than the most. */
export function* worth({ scenario, marked }: Subject): Iterable<Finding> {
  for (const { path, value, meaning } of marked.scenario) {
    if (meaning.areShares) yield* shareFaults(value as { points?: number }[], path, scenario);
  }
  for (const [index, { points, decay, attempts, cooldown, ...task }] of scenario.tasks.entries()) {
    const at: Path = ['tasks', index];
    if (decay && decay.minimum > points) {
      const message = `minimum ${decay.minimum} is more than the task's ${points} points`;
      yield { path: [...at, 'decay', 'minimum'], message };
    }
    if (task.answer) continue;
    for (const [key, set] of Object.entries({ attempts, cooldown })) {
      if (set === undefined) continue;
      const message = `${key} is about answers: this task takes none`;
      yield { path: [...at, key], severity: 'warning', message, mend: 'leave it out' };
    }
  }
}

function* shareFaults(
  shares: readonly { points?: number }[],
  path: Path,
  scenario: Subject['scenario'],
): Iterable<Finding> {
  const task = path[0] === 'tasks' ? scenario.tasks[Number(path[1])] : undefined;
  const given = shares.filter(({ points }) => points !== undefined);
  if (!task || given.length === 0) return;
  if (given.length < shares.length) {
    for (const [index, { points }] of shares.entries()) {
      if (points !== undefined) continue;
      const mend = 'give points to each, or to none';
      yield { path: [...path, index], message: 'has no points, though others here have', mend };
    }
    return;
  }
  const sum = given.reduce((total, { points }) => total + points!, 0);
  if (sum === task.points) return;
  const message = `these points make ${sum}, but task ${task.id} has ${task.points}`;
  yield { path, onKey: true, message, mend: `make them ${task.points} together` };
}
