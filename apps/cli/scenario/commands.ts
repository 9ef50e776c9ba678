import type { Command } from 'commander';
import type { EngineAddress } from '#range';
import { findInstallation } from '../installation/installation.js';
import { Problem } from '../reporting/problem.js';
import { progressDisplay, Steps, formatElapsed, type ProgressSink } from '../reporting/steps.js';
import { findPlatform } from './platform.js';
import { prove, type Proof } from './prove.js';
import { formatFault, isError, readScenario } from './read.js';

/** What is wrong was told already; only the exit code is left to set. */
export class FoundWrong extends Error {}

interface JsonOption {
  json?: boolean;
}

const print = (text: string) => process.stdout.write(`${text}\n`);

/** `vocr scenario …`: what authors do. @param program this command line's own file, to start an installation with */
export function addScenarioCommands(vocr: Command, program: string): void {
  const scenario = vocr.command('scenario').description('check and try scenarios');
  scenario
    .command('validate')
    .description('name every fault of a scenario with file, line and column')
    .argument('<folder...>', 'folders that hold a scenario.yaml')
    .option('--json', 'print JSON')
    .action(validate);
  scenario
    .command('test')
    .description(
      'launch it for real: untouched it scores 0, solved it scores everything, torn down it leaves nothing',
    )
    .argument('<folder>', 'folder that holds a scenario.yaml and a solution.yaml')
    .option('--json', 'print JSON')
    .action((folder: string, options: JsonOption) => test(folder, options, program));
}

async function validate(folders: string[], { json }: JsonOption): Promise<void> {
  const read = await Promise.all(folders.map(readScenario));
  if (json) {
    print(
      JSON.stringify(
        read.map(({ folder, problems }) => ({ folder, problems })),
        null,
        2,
      ),
    );
  } else {
    for (const { folder, problems, scenario } of read) {
      for (const fault of problems) print(formatFault(folder, fault));
      const errors = problems.filter(isError).length;
      const about = scenario ? `${scenario.id}@${scenario.version}` : folder;
      print(errors ? `✗ ${about}: ${errors} to mend` : `✓ ${about} is valid`);
    }
  }
  if (read.some(({ problems }) => problems.some(isError))) throw new FoundWrong();
}

async function test(folder: string, { json }: JsonOption, program: string): Promise<void> {
  const read = await readScenario(folder);
  const errors = read.problems.filter(isError);
  if (errors.length || !read.scenario) {
    for (const fault of read.problems) print(formatFault(folder, fault));
    throw new FoundWrong();
  }
  if (!read.solution) {
    throw new Problem(`${folder} has no solution.yaml, so nothing can be proven.`, {
      mend: 'write the steps that solve every task',
    });
  }
  const phases: { title: string; ms: number }[] = [];
  const show = json ? () => undefined : progressDisplay(process.stdout);
  const sink: ProgressSink = (event) => {
    if (event.kind === 'end') phases.push({ title: event.title, ms: Math.round(event.milliseconds) });
    show(event);
  };
  const begun = performance.now();
  const proof = await onPlatform(program, sink, (api, steps, engine) =>
    prove({ ...read, scenario: read.scenario!, solution: read.solution! }, api, engine, steps),
  );
  if (json) print(JSON.stringify({ ...proof, phases }, null, 2));
  else
    print(
      `✓ ${proof.scenario} is sound: ${proof.score} of ${proof.points} points (${formatElapsed(performance.now() - begun)})`,
    );
}

async function onPlatform(
  program: string,
  sink: ProgressSink,
  work: (api: Parameters<typeof prove>[1], steps: Steps, engine: EngineAddress) => Promise<Proof>,
): Promise<Proof> {
  const installation = findInstallation();
  const steps = new Steps(sink);
  const platform = await findPlatform(installation, program, steps);
  try {
    return await work(platform.api, steps, installation.config.engine);
  } finally {
    await platform.end();
  }
}
