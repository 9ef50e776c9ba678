import { fileURLToPath } from 'node:url';
import { Command, CommanderError, Option } from 'commander';
import { ConfigError } from '#config';
import { addBenchCommand } from './bench.js';
import { addImageCommands } from './image/commands.js';
import { findInstallation } from './installation/installation.js';
import { describeProblem } from './reporting/problem.js';
import { FoundWrong, UsedWrong } from './reporting/found-wrong.js';
import { addExerciseCommands } from './exercise/commands.js';
import { addScenarioCommands } from './scenario/commands.js';
import { progressDisplay } from './reporting/steps.js';
import type { Role } from '#persistence';
import type { Ready } from './launcher/launch.js';

/** Exit codes of every command. */
const exit = { done: 0, foundWrong: 1, usedWrong: 2 };

/** Who someone can be. The list in `#auth` would bring the database's code with it, which most commands do without. */
const roles = Object.keys({
  admin: true,
  instructor: true,
  author: true,
  learner: true,
} satisfies Record<Role, true>);

const print = (text: string) => process.stdout.write(`${text}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value, null, 2));

const program = new Command('vocr')
  .description('An open cyber range: attack and defence on real machines that harm no one.')
  .showHelpAfterError('(--help shows how it is used)')
  .exitOverride();

program
  .command('up')
  .description('bring VOCR up; Ctrl-C ends it')
  .option('-d, --detach', 'run in the background and return when ready')
  .addOption(new Option('--report').hideHelp())
  .action(async (options: { detach?: boolean; report?: boolean }) => {
    if (options.report) return runDetached();
    const installation = findInstallation();
    const { findLauncher } = await import('./installation/records.js');
    const { upDetached } = await import('./launcher/detach.js');
    const { up } = await import('./launcher/up.js');
    const sink = progressDisplay(process.stdout);
    const other = await findLauncher(installation.data);
    const outcome = other
      ? ({ kind: 'already-up', address: other.address, pid: other.process.pid } as const)
      : options.detach
        ? await upDetached(installation, [fileURLToPath(import.meta.url), 'up', '--report'], sink, (ready) =>
            announce(ready, installation.logs, 'npx vocr down ends it.'),
          )
        : await up(installation, sink, (ready) => announce(ready, installation.logs, 'Ctrl-C ends it.'));
    if (outcome.kind === 'already-up')
      print(`VOCR already runs: ${outcome.address} (process ${outcome.pid})`);
  });

program
  .command('down')
  .description('end a running VOCR and everything it made')
  .action(async () => {
    const { down } = await import('./launcher/down.js');
    const ended = await down(findInstallation(), progressDisplay(process.stdout));
    print(ended ? 'VOCR is down.' : 'VOCR does not run.');
  });

program
  .command('status')
  .description('say whether VOCR runs and how each part is')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const { formatStatus, readStatus } = await import('./installation/status.js');
    const status = await readStatus(findInstallation());
    if (json) printJson(status);
    else print(formatStatus(status));
    if (!status.ready) process.exitCode = exit.foundWrong;
  });

program
  .command('doctor')
  .description('look at everything VOCR needs here, and name the mend of what is wrong')
  .option('--json', 'print JSON')
  .action(async ({ json }: { json?: boolean }) => {
    const { examine, formatFindings } = await import('./doctor/doctor.js');
    const findings = await examine(findInstallation());
    if (json) printJson(findings);
    else print(formatFindings(findings));
    if (findings.some(({ verdict }) => verdict === 'fail')) process.exitCode = exit.foundWrong;
  });

program
  .command('sweep')
  .description('remove from the engine what VOCR made, its database does not know and is old enough')
  .option('--dry-run', 'only tell what would be removed')
  .option('--json', 'print JSON')
  .action(async ({ dryRun, json }: { dryRun?: boolean; json?: boolean }) => {
    const { formatSweep, sweepHost } = await import('./sweep/sweep.js');
    const report = await sweepHost(findInstallation(), dryRun === true);
    if (json) printJson(report);
    else print(formatSweep(report));
    if (report.left.length > 0) process.exitCode = exit.foundWrong;
  });

program
  .command('token')
  .description('print an API token and nothing else')
  .option('--user <name>', 'whose token; the account is made when there is none', 'admin')
  .addOption(
    new Option(
      '--role <role>',
      'role of an account that is made; without it learner, or admin for the name admin',
    ).choices(roles),
  )
  .action(async ({ user, role }: { user: string; role?: string }) => {
    const { issueToken } = await import('./installation/accounts.js');
    print(await issueToken(await databaseUrl(), { user, role }));
  });

program
  .command('sign-in')
  .description('print a link that signs the first admin in, once, within 15 minutes')
  .action(async () => {
    const { issueAdminLink } = await import('./installation/accounts.js');
    print(await issueAdminLink(await databaseUrl(), findInstallation().config.publicUrl));
  });

addScenarioCommands(program, fileURLToPath(import.meta.url));
addExerciseCommands(program);
addImageCommands(program);
addBenchCommand(program);

/** The database of this installation. */
async function databaseUrl(): Promise<string> {
  const { config, postgres } = findInstallation();
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const { urlOf } = await import('./postgres/postgres.js');
  return urlOf(postgres, 'vocr');
}

function announce({ address, link }: Ready, logs: string, ending: string): void {
  const lines = [
    `VOCR is up: ${address}`,
    `Sign in as admin (once, within 15 minutes): ${link}`,
    'Another such link: npx vocr sign-in',
    `Logs: ${logs}`,
    ending,
  ];
  print(`\n${lines.join('\n')}`);
}

/** The launcher behind `up --detach`. */
async function runDetached(): Promise<void> {
  const { detachedReports } = await import('./launcher/detach.js');
  const reports = detachedReports();
  try {
    const { up } = await import('./launcher/up.js');
    reports.ended(await up(findInstallation(), reports.sink, reports.ready));
  } catch (error) {
    reports.failed(error);
    process.exitCode = exit.foundWrong;
  }
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exit.done : exit.usedWrong;
  } else if (error instanceof FoundWrong) {
    process.exitCode = exit.foundWrong;
  } else {
    process.stderr.write(`${describeProblem(error)}\n`);
    const { InvalidPolicy } = await import('#persistence');
    const isUse = [ConfigError, InvalidPolicy, UsedWrong].some((kind) => error instanceof kind);
    process.exitCode = isUse ? exit.usedWrong : exit.foundWrong;
  }
}
// Signal listeners and open logs must not keep a command that is done alive.
process.exit();
