import type { Scenario, Solution } from '#scenario';
import { findInstallation } from '../installation/installation.js';
import { FoundWrong, UsedWrong } from '../reporting/found-wrong.js';
import { print, printJson } from '../reporting/print.js';
import { describeProblem, messageOf, Problem } from '../reporting/problem.js';
import { formatElapsed, progressDisplay, Steps } from '../reporting/steps.js';
import { Interrupted, interruption } from './interruption.js';
import { formatLogs, lastWords } from './node-logs.js';
import { formatPhases, noting, type Phase } from './phases.js';
import { findPlatform, type Platform } from './platform.js';
import { prove, tasksToProve } from './prove.js';
import { formatFault, isError, notesOf, readScenario, type ReadScenario } from './read.js';
import { Trial, upload } from './trial.js';

export interface TestOptions {
  json?: boolean;
  /** Leave the range up when something did not hold. */
  keep?: boolean;
  /** Only these, and what they require. */
  task?: string[];
}

/** What came of a test. */
interface Outcome {
  digest?: string;
  points?: number;
  /** What did not hold; absent: all did. */
  failure?: unknown;
  /** By node, when it failed: the last lines of its log. */
  logs?: Record<string, string[]>;
  /** When it was kept: how to look around, and how to end it. */
  kept?: { link: string; endBy: string };
}

type Provable = ReadScenario & { scenario: Scenario; solution: Solution };

/**
 * `vocr scenario test`: launches a scenario for real and proves three things: untouched it scores 0, solved it scores all its
 * points, torn down it leaves nothing.
 * @param program file of this command line
 * @throws FoundWrong when something did not hold, which was told then
 */
export async function testScenario(folder: string, options: TestOptions, program: string): Promise<void> {
  const read = await provable(folder);
  const { scenario } = read;
  const unknown = options.task?.filter((id) => !scenario.tasks.some((task) => task.id === id)) ?? [];
  if (unknown.length > 0) {
    const known = scenario.tasks.map(({ id }) => id).join(', ');
    throw new UsedWrong(`There is no task ${unknown.join(', ')} in ${scenario.id}; it has ${known}.`);
  }
  const phases: Phase[] = [];
  const show = options.json ? () => undefined : progressDisplay(process.stdout);
  const steps = new Steps(noting(phases, show));
  const outcome = await onPlatform(read, options, program, steps);
  report(scenario, outcome, phases, options);
  if (outcome.failure !== undefined) throw new FoundWrong();
}

async function provable(folder: string): Promise<Provable> {
  const read = await readScenario(folder);
  const { scenario, solution } = read;
  if (!scenario || read.problems.some(isError)) {
    for (const fault of read.problems) print(formatFault(folder, fault));
    throw new FoundWrong();
  }
  const notes = notesOf(scenario);
  if (notes.length > 0) {
    throw new Problem(`${scenario.id} is valid, but cannot be launched here yet.`, { tail: notes });
  }
  if (!solution) {
    throw new Problem(`${folder} has no solution.yaml, so nothing can be proven.`, {
      mend: 'write the steps that solve every task',
    });
  }
  return { ...read, scenario, solution };
}

async function onPlatform(
  read: Provable,
  options: TestOptions,
  program: string,
  steps: Steps,
): Promise<Outcome> {
  const signal = interruption();
  const platform = await findPlatform(findInstallation(), program, steps);
  let outcome: Outcome = {};
  try {
    signal.throwIfAborted();
    outcome = await tryOut(read, options, platform, steps, signal);
  } catch (failure) {
    outcome = { failure };
  }
  try {
    if (!outcome.kept) await platform.end();
  } catch (failure) {
    outcome.failure ??= failure;
  }
  return outcome;
}

async function tryOut(
  read: Provable,
  { keep, task = [] }: TestOptions,
  platform: Platform,
  steps: Steps,
  signal: AbortSignal,
): Promise<Outcome> {
  const outcome: Outcome = await steps.step('Upload', async () => {
    const { digest } = await upload(read.files, platform.api);
    return { digest };
  });
  const trial = await Trial.of(platform, outcome.digest!);
  try {
    await trial.launch(steps, signal);
    outcome.points = await prove(read, tasksToProve(read.scenario, task), trial, steps, signal);
  } catch (failure) {
    outcome.failure = failure;
  }
  const range = await trial.range();
  if (outcome.failure !== undefined && range && !(outcome.failure instanceof Interrupted)) {
    outcome.logs = await logsOf(trial, range.id, steps);
    // One that has failed was taken down by its host: nothing is there to be looked at.
    if (keep && range.state !== 'failed') {
      outcome.kept = { link: await platform.linkTo(trial.id), endBy: platform.endBy ?? endOf(trial) };
      return outcome;
    }
  }
  await steps.step('Tear down', () => trial.tearDown());
  if (range) await steps.step('Nothing is left', () => trial.expectNothing(range.id));
  return outcome;
}

/** What the range's machines have printed last. That it cannot be had is told, and is no reason not to tear down. */
async function logsOf({ platform, id, team }: Trial, range: string, steps: Steps) {
  try {
    return await lastWords(platform.engine, range, await platform.hiding(id, team));
  } catch (error) {
    steps.note(`! What the machines have printed cannot be shown: ${messageOf(error)}`);
    return undefined;
  }
}

const endOf = ({ id }: Trial) => `npx vocr exercise stop ${id}`;

function report(scenario: Scenario, outcome: Outcome, phases: Phase[], { json }: TestOptions): void {
  const { digest, points, failure, logs, kept } = outcome;
  const about = `${scenario.id}@${scenario.version}`;
  if (json) {
    const told = failure instanceof Problem ? { tail: failure.tail, mend: failure.mend } : {};
    printJson({
      scenario: about,
      digest,
      ok: failure === undefined,
      ...(failure === undefined ? { score: points, points } : { failure: messageOf(failure), ...told }),
      logs,
      kept,
      phases,
    });
    return;
  }
  print(`\n${formatPhases(phases)}\n`);
  if (failure === undefined) {
    const total = phases.reduce((sum, { ms }) => sum + ms, 0);
    print(`✓ ${about} is sound: ${points} of ${points} points (${formatElapsed(total)})`);
    return;
  }
  if (logs && Object.keys(logs).length > 0) print(`${formatLogs(logs)}\n`);
  process.stderr.write(`${describeProblem(failure)}\n`);
  if (!kept) return;
  print(
    [
      '',
      'The range is still up. Look around in the console, with terminals on its machines:',
      `  ${kept.link}`,
      '  (signs in once, within 15 minutes)',
      'End it with:',
      `  ${kept.endBy}`,
    ].join('\n'),
  );
}
