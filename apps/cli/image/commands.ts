import type { Command } from 'commander';

/** `vocr image …`: what is built on the engine, and what nothing there needs any more. Its code is read when it is used. */
export function addImageCommands(vocr: Command): void {
  const image = vocr.command('image').description('build, list and remove images of machines');
  image
    .command('build')
    .description("build the platform's images, or those of a scenario, where they are missing")
    .argument('[what...]', "base, attacker, …, or a scenario's folder; without it all of the platform's")
    .option('--json', 'print JSON')
    .action(async (what: string[], options: { json?: boolean }) =>
      (await import('./run.js')).build(what, options),
    );
  image
    .command('list')
    .description('tell the images that VOCR built on this engine, and what needs them')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => (await import('./run.js')).list(options));
  image
    .command('prune')
    .description('remove images that VOCR built, that nothing needs any more and that are old enough')
    .option('--dry-run', 'only tell what would be removed')
    .option('--older <duration>', 'how old at least, such as 90m or 7d', '24h')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean; dryRun?: boolean; older: string }) =>
      (await import('./run.js')).prune(options),
    );
}
