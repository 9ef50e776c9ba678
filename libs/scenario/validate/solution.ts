import type { Finding } from '../problem.js';
import { type Subject, solutionFile } from './subject.js';

/** That the solution can solve: every task, on nodes that one can enter, in an order that the prerequisites allow. */
export function* solvable({ scenario, solution, lost }: Subject): Iterable<Finding> {
  if (!solution) return;
  const tasks = new Map(scenario.tasks.map((task) => [task.id, task]));
  for (const [index, step] of solution.steps.entries()) {
    const path = ['steps', index];
    const node = Object.hasOwn(scenario.nodes, step.node) ? scenario.nodes[step.node] : undefined;
    if (node && !node.terminal && !lost.some((place) => place[0] === 'nodes' && place[1] === step.node)) {
      const message = `node ${step.node} has no terminal, so a trainee cannot do this`;
      yield { file: solutionFile, path: [...path, 'node'], message };
    }
    if (step.answer !== undefined) {
      const wrong = patternFault(step.answer);
      if (wrong) yield { file: solutionFile, path: [...path, 'answer'], message: wrong };
      if (tasks.get(step.task)?.check) {
        const message = `task ${step.task} is solved by a check, not by an answer`;
        yield { file: solutionFile, path: [...path, 'answer'], severity: 'warning', message };
      }
    }
  }
  if (lost.length > 0) return;
  yield* coverage(scenario.tasks, solution.steps);
}

function* coverage(
  tasks: Subject['scenario']['tasks'],
  steps: NonNullable<Subject['solution']>['steps'],
): Iterable<Finding> {
  const last = new Map(steps.map((step, index) => [step.task, index]));
  for (const task of tasks) {
    const mine = last.get(task.id);
    if (mine === undefined) {
      yield {
        file: solutionFile,
        path: ['steps'],
        onKey: true,
        severity: 'warning',
        message: `no step solves task ${task.id}`,
      };
      continue;
    }
    const path = ['steps', mine];
    if (task.answer && !steps.some((step) => step.task === task.id && step.answer !== undefined)) {
      const mend = 'add answer: a pattern whose one group is the answer in the output';
      yield { file: solutionFile, path, message: `no step gives the answer to task ${task.id}`, mend };
    }
    const early = task.requires.find((other) => (last.get(other) ?? -1) > mine);
    if (early !== undefined) {
      yield {
        file: solutionFile,
        path,
        message: `solves task ${task.id} before task ${early}, which it requires`,
      };
    }
  }
}

function patternFault(pattern: string): string | undefined {
  try {
    // An empty alternative makes it match anything, which tells how many groups there are.
    const groups = (new RegExp(`${pattern}|`).exec('')?.length ?? 1) - 1;
    return groups === 1 ? undefined : `answer must have exactly one group (…), has ${groups}`;
  } catch (error) {
    return `answer is no pattern: ${(error as Error).message}`;
  }
}
