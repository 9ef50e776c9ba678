import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { durationMs } from '#scenario';
import { findInstallation, type Installation } from '../installation/installation.js';
import { FoundWrong, UsedWrong } from '../reporting/found-wrong.js';
import { messageOf } from '../reporting/problem.js';
import { progressDisplay, Steps } from '../reporting/steps.js';
import { formatFault, isError, readScenario } from '../scenario/read.js';
import { buildTargets, formatImages, type Target } from './build.js';
import { platformNames } from './builder.js';
import { formatKnown, formatPrune, listImages, pruneImages } from './known.js';

interface JsonOption {
  json?: boolean;
}

const print = (text: string) => process.stdout.write(`${text}\n`);
const printJson = (value: unknown) => print(JSON.stringify(value, null, 2));

/** `vocr image …`: what is built on the engine, and what nothing there needs any more. */
export function addImageCommands(vocr: Command): void {
  const image = vocr.command('image').description('build, list and remove images of machines');
  image
    .command('build')
    .description("build the platform's images, or those of a scenario, where they are missing")
    .argument('[what...]', "base, attacker, …, or a scenario's folder; without it all of the platform's")
    .option('--json', 'print JSON')
    .action(build);
  image
    .command('list')
    .description('tell the images that VOCR built on this engine, and what needs them')
    .option('--json', 'print JSON')
    .action(async ({ json }: JsonOption) => {
      const images = await listImages(findInstallation());
      if (json) printJson(images);
      else print(formatKnown(images));
    });
  image
    .command('prune')
    .description('remove images that VOCR built, that nothing needs any more and that are old enough')
    .option('--dry-run', 'only tell what would be removed')
    .option('--older <duration>', 'how old at least, such as 90m or 7d', '24h')
    .option('--json', 'print JSON')
    .action(prune);
}

async function build(what: string[], { json }: JsonOption): Promise<void> {
  const installation = findInstallation();
  const targets = await targetsOf(what, installation);
  const reports = await buildTargets(
    installation,
    targets,
    new Steps(json ? () => undefined : progressDisplay(process.stdout)),
  );
  if (json) printJson(reports);
  else print(formatImages(reports));
}

async function targetsOf(what: string[], installation: Installation): Promise<Target[]> {
  const names = await platformNames(installation);
  if (what.length === 0) return names.map((name) => ({ kind: 'platform', name }));
  const targets: Target[] = [];
  for (const one of what) {
    const name = one.replace(/^vocr\//, '');
    if (names.includes(name)) targets.push({ kind: 'platform', name });
    else if (/^[a-z0-9-]+$/.test(name) && !existsSync(one))
      throw new UsedWrong(`${one} is neither an image of VOCR (${names.join(', ')}) nor a folder`);
    else targets.push({ kind: 'scenario', read: await validScenario(one) });
  }
  return targets;
}

async function validScenario(folder: string): Promise<Extract<Target, { kind: 'scenario' }>['read']> {
  const read = await readScenario(folder);
  const { scenario } = read;
  if (scenario && !read.problems.some(isError)) return { ...read, scenario };
  for (const fault of read.problems) process.stderr.write(`${formatFault(folder, fault)}\n`);
  throw new FoundWrong();
}

async function prune({
  dryRun,
  older,
  json,
}: JsonOption & { dryRun?: boolean; older: string }): Promise<void> {
  const report = await pruneImages(findInstallation(), { dryRun: dryRun === true, graceMs: graceOf(older) });
  if (json) printJson(report);
  else print(formatPrune(report));
  if (report.left.length > 0) throw new FoundWrong();
}

function graceOf(older: string): number {
  try {
    return durationMs(older);
  } catch (error) {
    throw new UsedWrong(`--older: ${messageOf(error)}`);
  }
}
