import { findFolder, loadPolicy } from '#persistence';
import { connectEngine, describeImages, Images } from '#range';
import type { Scenario } from '#scenario';
import { join } from 'node:path';
import { findInstallation } from '../installation/installation.js';
import { print } from '../reporting/print.js';
import { describeProblem } from '../reporting/problem.js';
import { progressDisplay, Steps } from '../reporting/steps.js';
import { ApiProblem } from './api.js';
import { Interrupted, interruption } from './interruption.js';
import { findPlatform, type Platform } from './platform.js';
import { formatFault, isError, notesOf, readScenario, type ReadScenario } from './read.js';
import { Trial, upload, type RangeView } from './trial.js';
import { watchFolder, type FolderWatch } from './watch-folder.js';

type Valid = ReadScenario & { scenario: Scenario };

/** What the API says that it builds anew. */
interface Replaced {
  topology: boolean;
  nodes: string[];
}

/**
 * `vocr scenario dev`: has a scenario run while it is written. Each save is checked; what is valid takes the place of what
 * runs, and only what differs is built anew. Stays until told to end, and then takes everything down.
 * @param program file of this command line
 * @throws Problem when the folder or the installation cannot be had, or something would not go down
 */
export async function develop(folder: string, program: string): Promise<void> {
  const signal = interruption();
  const steps = new Steps(progressDisplay(process.stdout));
  await readScenario(folder);
  const watch = watchFolder(folder);
  try {
    const first = await nextValid(folder, watch, signal, undefined);
    const platform = await findPlatform(findInstallation(), program, steps);
    try {
      await keepUp(first, { folder, watch, platform, steps, signal });
    } finally {
      await platform.end();
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
  } finally {
    watch.close();
  }
  print('✓ Nothing is left.');
}

interface Means {
  folder: string;
  watch: FolderWatch;
  platform: Platform;
  steps: Steps;
  signal: AbortSignal;
}

/** Keeps a range as the folder says. @throws Interrupted when told to end; by then the range is down */
async function keepUp(first: Valid, { folder, watch, platform, steps, signal }: Means): Promise<void> {
  const { digest } = await steps.step('Upload', () => upload(first.files, platform.api));
  const trial = await Trial.of(platform, digest);
  try {
    print(`In the console (signs in once, within 15 minutes): ${await platform.linkTo(trial.id)}`);
    await attempt(async () => {
      await buildImages(first, platform, steps, signal);
      showRange(await trial.launch(steps, signal));
    });
    for (let now = first; ;) {
      print(`Watching ${folder}; Ctrl-C ends it.`);
      now = await nextValid(folder, watch, signal, now);
      await attempt(() => apply(now, trial, steps, signal));
    }
  } finally {
    const range = await trial.range();
    await steps.step('Tear down', () => trial.tearDown());
    if (range) await trial.expectNothing(range.id);
  }
}

/** What goes wrong with one save is told; the next one may mend it. @throws Interrupted */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    print(describeProblem(error));
  }
}

/** Waits for the folder to be valid and other than it was; says each time what is wrong. @throws Interrupted */
async function nextValid(
  folder: string,
  watch: FolderWatch,
  signal: AbortSignal,
  before: ReadScenario | undefined,
): Promise<Valid> {
  for (let isFirst = before === undefined; ; isFirst = false) {
    if (!isFirst) await orInterrupted(watch.changed(), signal);
    const read = await readScenario(folder);
    if (before && isSame(before.files, read.files)) continue;
    for (const fault of read.problems) print(formatFault(folder, fault));
    const { scenario } = read;
    const notes = scenario ? notesOf(scenario) : [];
    if (scenario && notes.length === 0) return { ...read, scenario };
    for (const note of notes) print(note);
    const errors = read.problems.filter(isError).length + notes.length;
    print(`✗ ${folder}: ${errors} to mend${before ? '; what runs stays as it is' : ''}`);
  }
}

function isSame(a: ReadScenario['files'], b: ReadScenario['files']): boolean {
  if (a.size !== b.size) return false;
  return [...a].every(([path, content]) => {
    const other = b.get(path);
    return other !== undefined && Buffer.compare(content, other) === 0;
  });
}

/** Has the range become what the folder says now. */
async function apply(now: Valid, trial: Trial, steps: Steps, signal: AbortSignal): Promise<void> {
  // What cannot be built is known before anything that runs is touched.
  await buildImages(now, trial.platform, steps, signal);
  const { digest } = await upload(now.files, trial.api);
  const replace = () => trial.api.post<Replaced>(`/exercises/${trial.id}/scenario`, { scenario: digest });
  let replaced: Replaced;
  try {
    replaced = await replace();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.type === 'range-busy')) throw error;
    await trial.awaitReady(steps, signal);
    replaced = await replace();
  }
  const range = await trial.range();
  if (!range) {
    showRange(await trial.launch(steps, signal));
    return;
  }
  if (['failed', 'gone'].includes(range.state)) {
    print('The range is launched anew.');
    await trial.api.post(`/exercises/${trial.id}/teams/${trial.team}/range/reset`);
    showRange(await trial.awaitReady(steps, signal));
    return;
  }
  print(`✓ ${now.scenario.id}@${now.scenario.version}: ${describe(replaced)}`);
  if (replaced.topology || replaced.nodes.length > 0) showRange(await trial.awaitReady(steps, signal));
}

const describe = ({ topology, nodes }: Replaced): string => {
  if (topology) return 'networks or addresses differ, so the whole range is built anew';
  if (nodes.length > 0) return `built anew: ${nodes.join(', ')}; all else goes on`;
  return 'no machine is touched';
};

/** Builds what is missing of a scenario's images, on the engine that the installation has. @throws EngineError naming what failed */
async function buildImages(now: Valid, platform: Platform, steps: Steps, signal: AbortSignal): Promise<void> {
  const { config } = findInstallation();
  const policy = await loadPolicy(config.policy);
  const images = new Images(connectEngine(platform.engine), {
    platform: (name) => findFolder(join(config.images, name)),
    network: policy.builds.network,
  });
  await steps.step('Build what is missing', (say) =>
    images.ensure(now, { signal, onProgress: (progress) => say(describeImages(progress)) }),
  );
}

const showRange = ({ nodes }: RangeView): void =>
  print(
    nodes
      .map(({ id, state, addresses }) => `  ${id.padEnd(16)} ${state.padEnd(9)} ${addresses.join(' ')}`)
      .join('\n'),
  );

/** @throws the signal's reason as soon as it is aborted */
function orInterrupted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    if (signal.aborted) give();
    signal.addEventListener('abort', give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', give));
  });
}
