import { isQuiet, longestHandInText } from '#exercise';
import { textIn, type Scenario, type Solution, type Text } from '#scenario';
import { mostPoints } from '#scoring';
import { Problem } from '../reporting/problem.js';
import type { Say, Steps } from '../reporting/steps.js';
import { awaitHeld, awaitObserved, expectScore } from './expectations.js';
import { expectServicesUp } from './services-up.js';
import { runInTerminal } from './shell.js';
import type { Trial } from './trial.js';

const scriptLimit = 60_000;

/**
 * Proves on a range that is ready that the scenario is sound: untouched it scores 0, and solved it scores all its points.
 * Everything goes through the API and the terminals, as a trainee's doings would.
 * @param tasks those to be solved, in the scenario's order
 * @returns the points that they are worth
 * @throws Problem naming what did not hold; the signal's reason
 */
export async function prove(
  { scenario, solution }: { scenario: Scenario; solution: Solution },
  tasks: Scenario['tasks'],
  trial: Trial,
  steps: Steps,
  signal: AbortSignal,
): Promise<number> {
  const timely = scenario.tasks.filter(isQuiet).map(({ id }) => id);
  await steps.step('Untouched it scores 0', () => expectScore(trial, 0, timely));
  for (const task of tasks) {
    signal.throwIfAborted();
    const own = solution.steps.filter((step) => step.task === task.id);
    await steps.step(`Solve ${task.id}`, (say) => solve(trial, task, own, say));
  }
  const points = mostPoints({ ...scenario, tasks });
  const others = timely.filter((id) => !tasks.some((task) => task.id === id));
  await steps.step(`Solved it scores ${points}`, () => expectScore(trial, points, others));
  // Those who solve only some of it have not mended all that services need.
  if (tasks.length === scenario.tasks.length && Object.keys(scenario.services).length > 0)
    await steps.step('Its services are up', (say) => expectServicesUp(trial, scenario, say));
  return points;
}

/** The tasks named, and all that they require, in the scenario's order. None named: all. */
export function tasksToProve({ tasks }: Scenario, named: readonly string[]): Scenario['tasks'] {
  if (named.length === 0) return tasks;
  const wanted = new Set<string>();
  const want = (id: string) => {
    if (wanted.has(id)) return;
    wanted.add(id);
    for (const other of tasks.find((task) => task.id === id)?.requires ?? []) want(other);
  };
  named.forEach(want);
  return tasks.filter(({ id }) => wanted.has(id));
}

async function solve(
  trial: Trial,
  task: Scenario['tasks'][number],
  own: Solution['steps'],
  say: Say,
): Promise<void> {
  const { api, id, team } = trial;
  const path = `/exercises/${id}/teams/${team}/tasks/${task.id}`;
  if (task.check) await expectUnsolved(trial, path, task.id, say);
  if (own.length === 0) throw new Problem(`solution.yaml has no step for ${task.id}.`);
  const printed: string[] = [];
  for (const step of own) {
    say(`in ${step.node}`);
    const at = { exercise: id, team, node: step.node };
    const { exitCode, output } = await runInTerminal(api, at, step.run, scriptLimit, {
      byLine: step.typed,
    });
    const tail = output.split('\n').slice(-15);
    if (exitCode !== 0)
      throw new Problem(`The solution of ${task.id} ended with code ${exitCode}.`, { tail });
    printed.push(output);
    if (step.answer === undefined) continue;
    const answer = new RegExp(step.answer).exec(output)?.[1];
    if (answer === undefined) {
      throw new Problem(`The solution of ${task.id} printed nothing that matches ${step.answer}.`, { tail });
    }
    const verdict = await api.post<{ correct: boolean }>(`${path}/answers`, { answer });
    if (!verdict.correct) {
      throw new Problem(`The solution's answer to ${task.id} is wrong: ${answer}`, { tail });
    }
  }
  if (task.check) await expectSolved(trial, path, task.id, say);
  await awaitHeld(trial, task, say);
  await awaitObserved(trial, task, say);
  if (task.manual) await handIn(trial, path, task, printed.join('\n'), say);
}

/** Hands in what the solution printed, as a text or else as a file, and has it graded in full. */
async function handIn(
  { api, id: exercise, team, platform }: Trial,
  path: string,
  task: Scenario['tasks'][number],
  printed: string,
  say: Say,
): Promise<void> {
  say('handing in');
  const { text, files } = task.manual!;
  const form = new FormData();
  if (text) form.append('text', printed.slice(0, longestHandInText));
  else form.append('file', new Blob([printed]), `solution.${files?.types[0] ?? 'txt'}`);
  const { seq } = await api.post<{ seq: number }>(`${path}/files`, form);
  say('grading');
  await platform.gradeFull({ exercise, team, submission: seq }, task);
}

interface CheckVerdict {
  outcome: string;
  results: { title: Text; outcome: string; detail: string }[];
}

async function expectUnsolved({ api }: Trial, path: string, task: string, say: Say): Promise<void> {
  say('is it unsolved before?');
  const { outcome, results } = await api.post<CheckVerdict>(`${path}/check`);
  if (outcome === 'failed') return;
  throw new Problem(`Before its solution, the check of ${task} must fail, but it says ${outcome}.`, {
    tail: describe(results),
  });
}

async function expectSolved({ api }: Trial, path: string, task: string, say: Say): Promise<void> {
  say('checking');
  const { outcome, results } = await api.post<CheckVerdict>(`${path}/check`);
  if (outcome === 'passed') return;
  throw new Problem(`After its solution, the check of ${task} says ${outcome}.`, { tail: describe(results) });
}

const describe = (results: CheckVerdict['results']) =>
  results.map(
    ({ title, outcome, detail }) => `${outcome.padEnd(7)} ${textIn(title, ['en', 'vi'])}: ${detail}`,
  );
