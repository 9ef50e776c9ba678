import { connectEngine, labelKeys, tarOf } from '#range';
import type { EngineAddress } from '#range';
import { textIn, type Scenario, type Solution, type Text } from '#scenario';
import { mostPoints } from '#scoring';
import { Problem } from '../reporting/problem.js';
import type { Say, Steps } from '../reporting/steps.js';
import { ApiProblem, type Api } from './api.js';
import type { ReadScenario } from './read.js';
import { runInTerminal } from './shell.js';

/** Wall time that a launch may take, images' builds included, in ms. */
const launchLimit = 15 * 60_000;
const scriptLimit = 60_000;
const teardownLimit = 120_000;

interface ExerciseView {
  teams: { id: string; score: number; tasks?: { id: string; solved: boolean }[] }[];
  ranges: { id: string; state: string; reason?: string; nodes: { id: string; state: string }[] }[];
}

/** What a proof measured. */
export interface Proof {
  scenario: string;
  digest: string;
  score: number;
  points: number;
}

/**
 * Launches a scenario for real and proves three things: untouched it scores 0, solved it scores all its points, torn
 * down it leaves nothing. Everything goes through the API and the terminals, as a trainee's doings would.
 * @throws Problem naming what did not hold
 */
export async function prove(
  read: ReadScenario & { scenario: Scenario; solution: Solution },
  api: Api,
  engine: EngineAddress,
  steps: Steps,
): Promise<Proof> {
  const { scenario, solution } = read;
  const { digest } = await steps.step('Upload', () => upload(read, api));
  const { id } = await api.post<{ id: string }>('/exercises', { scenario: digest, mode: 'solo' });
  let range = '';
  let score = 0;
  try {
    range = await steps.step('Launch', (say) => launch(api, id, say));
    await steps.step('Untouched it scores 0', async () => expectScore(api, id, 0));
    for (const task of scenario.tasks.map((t) => t.id)) {
      const own = solution.steps.filter((step) => step.task === task);
      await steps.step(`Solve ${task}`, (say) => solve(api, id, scenario, task, own, say));
    }
    const points = mostPoints(scenario);
    score = await steps.step(`Solved it scores ${points}`, async () => expectScore(api, id, points));
  } finally {
    await steps.step('Tear down', () => tearDown(api, id));
  }
  await steps.step('Nothing is left', () => expectNothing(range, engine));
  return { scenario: `${scenario.id}@${scenario.version}`, digest, score, points: score };
}

async function upload({ files }: ReadScenario, api: Api): Promise<{ digest: string }> {
  const archive = await tarOf(
    [...files].map(([path, content]) => ({
      path,
      content: Buffer.from(content),
      uid: 0,
      gid: 0,
      mode: 0o644,
    })),
  );
  return api.send('/scenarios/drafts', archive, 'application/x-tar');
}

async function launch(api: Api, id: string, say: Say): Promise<string> {
  await api.post(`/exercises/${id}/start`);
  const until = Date.now() + launchLimit;
  while (Date.now() < until) {
    const range = (await api.get<ExerciseView>(`/exercises/${id}`)).ranges[0];
    if (range?.state === 'ready') return range.id;
    if (range?.state === 'failed') throw new Problem(`The range failed: ${range.reason}`);
    const ready = range?.nodes.filter((node) => node.state === 'ready').length ?? 0;
    say(`${range?.state ?? 'requested'}, ${ready} of ${range?.nodes.length ?? '?'} nodes ready`);
    await pause(300);
  }
  throw new Problem(`The range was not ready within ${launchLimit / 60_000} minutes.`);
}

async function solve(
  api: Api,
  id: string,
  scenario: Scenario,
  task: string,
  own: Solution['steps'],
  say: Say,
): Promise<void> {
  const [team] = (await api.get<ExerciseView>(`/exercises/${id}`)).teams;
  const path = `/exercises/${id}/teams/${team!.id}/tasks/${task}`;
  const isChecked = scenario.tasks.find((t) => t.id === task)?.check !== undefined;
  if (isChecked) await expectUnsolved(api, path, task, say);
  if (own.length === 0) throw new Problem(`solution.yaml has no step for ${task}.`);
  for (const step of own) {
    say(`in ${step.node}`);
    const at = { exercise: id, team: team!.id, node: step.node };
    const { exitCode, output } = await runInTerminal(api, at, step.run, scriptLimit);
    const tail = output.split('\n').slice(-15);
    if (exitCode !== 0) throw new Problem(`The solution of ${task} ended with code ${exitCode}.`, { tail });
    if (step.answer === undefined) continue;
    const answer = new RegExp(step.answer).exec(output)?.[1];
    if (answer === undefined) {
      throw new Problem(`The solution of ${task} printed nothing that matches ${step.answer}.`, { tail });
    }
    const verdict = await api.post<{ correct: boolean }>(`${path}/answers`, { answer });
    if (!verdict.correct) throw new Problem(`The solution's answer to ${task} is wrong: ${answer}`, { tail });
  }
  if (isChecked) await expectSolved(api, path, task, say);
}

interface CheckVerdict {
  outcome: string;
  results: { title: Text; outcome: string; detail: string }[];
}

async function expectUnsolved(api: Api, path: string, task: string, say: Say): Promise<void> {
  say('is it unsolved before?');
  const { outcome, results } = await api.post<CheckVerdict>(`${path}/check`);
  if (outcome === 'failed') return;
  throw new Problem(`Before its solution, the check of ${task} must fail, but it says ${outcome}.`, {
    tail: describe(results),
  });
}

async function expectSolved(api: Api, path: string, task: string, say: Say): Promise<void> {
  say('checking');
  const { outcome, results } = await api.post<CheckVerdict>(`${path}/check`);
  if (outcome === 'passed') return;
  throw new Problem(`After its solution, the check of ${task} says ${outcome}.`, { tail: describe(results) });
}

const describe = (results: CheckVerdict['results']) =>
  results.map(
    ({ title, outcome, detail }) => `${outcome.padEnd(7)} ${textIn(title, ['en', 'vi'])}: ${detail}`,
  );

async function expectScore(api: Api, id: string, wanted: number): Promise<number> {
  const [team] = (await api.get<ExerciseView>(`/exercises/${id}`)).teams;
  if (team?.score === wanted) return wanted;
  const open = team?.tasks?.filter(({ solved }) => !solved).map((task) => task.id);
  throw new Problem(`The score is ${team?.score}, not ${wanted}. Unsolved: ${open?.join(', ') || 'none'}.`);
}

async function tearDown(api: Api, id: string): Promise<void> {
  try {
    await api.post(`/exercises/${id}/finish`);
  } catch (error) {
    if (!(error instanceof ApiProblem && error.status === 409)) throw error;
  }
  const until = Date.now() + teardownLimit;
  for (;;) {
    const { ranges } = await api.get<ExerciseView>(`/exercises/${id}`);
    if (ranges.every(({ state }) => ['gone', 'failed'].includes(state))) return;
    if (Date.now() > until) throw new Problem(`The range was not down within ${teardownLimit / 1000} s.`);
    await pause(300);
  }
}

/** Asks the engine itself, not the platform. */
async function expectNothing(range: string, address: EngineAddress): Promise<void> {
  const engine = connectEngine(address);
  const label = [`${labelKeys.range}=${range}`];
  const left = [...(await engine.containers.list(label)), ...(await engine.networks.list(label))];
  if (left.length) throw new Problem(`Left behind: ${left.map(({ name }) => name).join(', ')}.`);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
