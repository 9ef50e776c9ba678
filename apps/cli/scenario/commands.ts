import { Option, type Command } from 'commander';
import type { NewOptions } from './new.js';
import { addPackCommands } from './packs/commands.js';
import { starterKinds } from './starter.js';
import type { TestOptions } from './test.js';

const folder = 'folder that holds a scenario.yaml';

/**
 * `vocr scenario …`: what authors do. Each command's code is read when it is used, so that those which start nothing are quick.
 * @param program this command line's own file, to start an installation with
 */
export function addScenarioCommands(vocr: Command, program: string): void {
  const scenario = vocr.command('scenario').description('write, check, draw and try scenarios');
  addNew(scenario);
  scenario
    .command('validate')
    .description('name every fault of a scenario with file, line and column')
    .argument('<folder...>', 'folders that hold a scenario.yaml')
    .option('--json', 'print JSON')
    .addHelpText('after', examples('scenario validate scenarios/*'))
    .action(async (folders: string[], options: { json?: boolean }) =>
      (await import('./validate.js')).validate(folders, options),
    );
  scenario
    .command('schema')
    .description('print the JSON Schema by which editors complete and check a scenario.yaml')
    .option('--solution', 'of solution.yaml instead')
    .addOption(new Option('--reference', 'as tables for people (Markdown), of both').conflicts('solution'))
    .option('--out <file>', 'write it to a file')
    .addHelpText('after', examples('scenario schema --out my-scenario/scenario.schema.json') + editors)
    .action(async (options: { solution?: boolean; reference?: boolean; out?: string }) =>
      (await import('./schema.js')).writeSchema(options),
    );
  scenario
    .command('graph')
    .description('draw the topology as a picture (SVG)')
    .argument('<folder>', folder)
    .option('--out <file>', 'write it to a file')
    .addOption(new Option('--language <language>', 'of the texts').choices(['vi', 'en']))
    .addHelpText('after', examples('scenario graph scenarios/first-breach --out first-breach.svg'))
    .action(async (path: string, options: { out?: string; language?: 'vi' | 'en' }) =>
      (await import('./graph.js')).drawTopology(path, options),
    );
  addTest(scenario, program);
  addDev(scenario, program);
  addPackCommands(scenario);
}

function addNew(scenario: Command): void {
  scenario
    .command('new')
    .description('write a scenario that works, to begin with; asks for what is not said')
    .argument('[folder]', 'new or empty folder; without it one that is called as the scenario')
    .option('--id <id>', '2 to 63 of a-z, 0-9 and -, beginning with a letter')
    .option('--title-vi <text>', 'title in Vietnamese')
    .option('--title-en <text>', 'title in English')
    .addOption(new Option('--kind <kind>', 'what learners do in it').choices(starterKinds))
    .option('-y, --yes', 'take what is usual for all that is not said, and do not ask')
    .addHelpText(
      'after',
      examples('scenario new', 'scenario new scenarios/night-shift --kind forensics --yes'),
    )
    .action(async (path: string | undefined, options: NewOptions) =>
      (await import('./new.js')).newScenario(path, options),
    );
}

function addTest(scenario: Command, program: string): void {
  scenario
    .command('test')
    .description(
      'launch it for real: untouched it scores 0, solved it scores everything, torn down it leaves nothing',
    )
    .argument('<folder>', 'folder that holds a scenario.yaml and a solution.yaml')
    .option('--task <id...>', 'prove only these tasks, and what they require')
    .option('--keep', 'when something does not hold, leave the range up and say how to look around')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nIt uses the installation that runs, else starts one of its own for as long as it takes.\n' +
        examples('scenario test scenarios/first-breach', 'scenario test my-scenario --task find-it --keep'),
    )
    .action(async (path: string, options: TestOptions) =>
      (await import('./test.js')).testScenario(path, options, program),
    );
}

function addDev(scenario: Command, program: string): void {
  scenario
    .command('dev')
    .description('have it run while you write it: each save is checked, and only what differs is built anew')
    .argument('<folder>', folder)
    .addHelpText(
      'after',
      '\nIt uses the installation that runs, else starts one of its own. Ctrl-C takes everything down.\n' +
        examples('scenario dev my-scenario'),
    )
    .action(async (path: string) => (await import('./dev.js')).develop(path, program));
}

const examples = (...lines: string[]) =>
  `\nExamples:\n${lines.map((line) => `  $ npx vocr ${line}`).join('\n')}\n`;

const editors = `
VS Code with the YAML extension reads it when the first line of scenario.yaml is
  # yaml-language-server: $schema=./scenario.schema.json
`;
