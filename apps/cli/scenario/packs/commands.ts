import type { Command } from 'commander';
import type { AddOptions } from './add.js';
import type { PackOptions } from './pack.js';

const keyFile =
  'file of the key; without it your own, author-key.pem in your folder of settings (~/.config/vocr), made on first use';
const user = ['--user <name>', 'account that does it', 'admin'] as const;

/** `vocr scenario pack|key|add|remove`: how scenarios are handed on. Each command's code is read when it is used. */
export function addPackCommands(scenario: Command): void {
  scenario
    .command('pack')
    .description('make a signed archive of it, to hand on')
    .argument('<folder>', 'folder that holds a scenario.yaml')
    .option('--out <file>', 'where to; without it <id>-<version>.vocr here')
    .option('--key <file>', keyFile)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  $ npx vocr scenario pack scenarios/first-breach\n')
    .action(async (folder: string, options: PackOptions) =>
      (await import('./pack.js')).packScenario(folder, options),
    );
  scenario
    .command('key')
    .description('name the key that you sign with, for those who want to know that a pack is yours')
    .option('--key <file>', keyFile)
    .option('--json', 'print JSON')
    .action(async (options: PackOptions) => (await import('./pack.js')).showKey(options));
  scenario
    .command('add')
    .description(
      'show what a pack contains, ask, and put it into the catalogue of the installation that runs',
    )
    .argument('<file or folder>', "a .vocr file, or a scenario's folder, which your own key signs")
    .option('-y, --yes', 'do not ask')
    .option(
      '--key <fingerprint>',
      'key that must have signed it; needed where it is another than before and nobody is asked',
    )
    .option(...user)
    .option('--json', 'print JSON; with --yes')
    .addHelpText('after', '\nExample:\n  $ npx vocr scenario add first-breach-1.0.0.vocr\n')
    .action(async (path: string, options: AddOptions) =>
      (await import('./add.js')).addScenario(path, options),
    );
  scenario
    .command('remove')
    .description('take a version out of the catalogue; exercises that are made of it keep it')
    .argument('<id@version>')
    .option(...user)
    .action(async (reference: string, options: { user: string }) =>
      (await import('./remove.js')).removeScenario(reference, options),
    );
}
