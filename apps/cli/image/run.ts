import { existsSync } from 'node:fs';
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

/** `vocr image build`. */
export async function build(what: string[], { json }: JsonOption): Promise<void> {
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

/** `vocr image list`. */
export async function list({ json }: JsonOption): Promise<void> {
  const images = await listImages(findInstallation());
  if (json) printJson(images);
  else print(formatKnown(images));
}

/** `vocr image prune`. @throws FoundWrong when something could not be removed */
export async function prune({
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
