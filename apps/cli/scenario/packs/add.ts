import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { loadPolicy } from '#persistence';
import {
  ArchiveError,
  archiveBound,
  contentsOf,
  loadScenario,
  misnamed,
  openPack,
  type OpenedPack,
} from '#scenario';
import { findInstallation } from '../../installation/installation.js';
import { FoundWrong, UsedWrong } from '../../reporting/found-wrong.js';
import { print, printJson } from '../../reporting/print.js';
import { codeOf, describeProblem, messageOf, Problem } from '../../reporting/problem.js';
import { formatFault, isError } from '../read.js';
import { describePack, printable, type Preview } from './describe-pack.js';
import { toldOnce } from './pack.js';
import { onCatalogue } from './running-catalogue.js';
import { sealFolder } from './seal.js';

/** What a pack is sent as. */
const packType = 'application/vnd.vocr.pack';

export interface AddOptions {
  /** Add without asking. */
  yes?: boolean;
  json?: boolean;
  /** Fingerprint that the signer must have; stands as consent where it is another than before. */
  key?: string;
  user: string;
}

/**
 * `vocr scenario add`: shows what a pack contains, asks, and puts it into the catalogue of the installation that runs.
 * @param path a .vocr file, or a scenario's folder, which is signed with the author's own key
 * @throws UsedWrong when nobody can be asked; FoundWrong when it is not added; Problem naming what is wrong with it
 */
export async function addScenario(path: string, options: AddOptions): Promise<void> {
  if (!options.yes && (options.json || !process.stdin.isTTY || !process.stdout.isTTY)) {
    throw new UsedWrong('Nobody can be asked here: look at the pack on a terminal, or add it with --yes.');
  }
  const archive = await archiveOf(path);
  const opened = open(path, archive);
  const contents = contentsOf({ scenario: await validated(path, opened), files: opened.files });
  if (options.key !== undefined && options.key !== opened.signer) {
    throw new Problem(`${path} is signed by ${opened.signer}, not by ${options.key}.`, {
      mend: 'do not add it, unless its author says over another way that this key is theirs',
    });
  }
  await onCatalogue(options.user, async (api) => {
    const preview = await api.send<Preview>('/scenarios/preview', archive, packType);
    if (!options.json) print(describePack(contents, preview));
    const { id, version, signer } = preview;
    const consent = await agree(preview, options);
    const query = consent ? `?signer=${encodeURIComponent(signer)}` : '';
    const added = await api.send<{ isNew: boolean }>(`/scenarios${query}`, archive, packType);
    if (options.json) printJson({ ...preview, contents, added: added.isNew });
    else if (added.isNew) print(`✓ ${id}@${version} is in the catalogue`);
    else print(`✓ ${id}@${version} was in the catalogue already`);
  });
}

/**
 * Asks, unless it was said beforehand.
 * @returns whether the signer's key is named as one that is to be trusted although it is another than before
 */
async function agree({ id, version, standing, signer }: Preview, { yes, key }: AddOptions): Promise<boolean> {
  if (standing.version === 'taken') {
    throw new Problem(`The catalogue has ${id}@${version} already, with other content.`, {
      mend: 'raise the version in scenario.yaml: a version never changes',
    });
  }
  const isChanged = standing.signer === 'changed';
  if (isChanged && key === undefined) {
    const before = standing.signerBefore ?? 'nobody (it came with this installation)';
    const warning = `! ${id} was signed by ${before} until now. Whoever made this pack does not have that key.`;
    if (yes) {
      throw new Problem(`${warning.slice(2)} It is not added.`, {
        mend: `ask its author over another way; if the key is theirs: --key ${signer}`,
      });
    }
    print(`\n${warning}\n  Ask its author over another way whether ${signer} is theirs.`);
    await confirm(`Type ${id} to trust this key for it: `, id);
  } else if (!yes) {
    await confirm(`\nAdd ${id}@${version} to the catalogue? [y/N] `, 'y');
  }
  return isChanged;
}

async function confirm(question: string, wanted: string): Promise<void> {
  const talk = createInterface({ input: process.stdin, output: process.stdout });
  try {
    if ((await talk.question(question)).trim().toLowerCase() === wanted) return;
  } finally {
    talk.close();
  }
  print('Nothing was added.');
  throw new FoundWrong();
}

async function archiveOf(path: string): Promise<Buffer> {
  try {
    const about = await stat(path);
    if (about.isDirectory()) {
      const { archive, key } = await sealFolder(path, undefined);
      for (const line of toldOnce(key)) process.stderr.write(`${line}\n`);
      return archive;
    }
    if (about.size > archiveBound) {
      throw new Problem(`${path} has ${about.size} bytes; a pack may have ${archiveBound}.`);
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof Problem || error instanceof FoundWrong || codeOf(error) === undefined) throw error;
    throw new Problem(`${path} cannot be read: ${messageOf(error)}`, {
      mend: 'name a .vocr file, or the folder that holds scenario.yaml',
      cause: error,
    });
  }
}

function open(path: string, archive: Buffer): OpenedPack {
  try {
    return openPack(archive);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    throw new Problem(`${path} is refused: ${printable(error.message)}.`, {
      mend: 'get the pack anew from its author; nothing of this one was used',
    });
  }
}

/** The pack's scenario, checked as the installation will check it. */
async function validated(path: string, { files, manifest }: OpenedPack) {
  const { scenario, problems } = loadScenario(files, await loadPolicy(findInstallation().config.policy));
  if (!scenario) {
    const lines = problems.filter(isError).flatMap((fault) => formatFault(path, fault).split('\n'));
    const faults = lines.map(printable);
    process.stderr.write(`${describeProblem(new Problem(`${path} is not valid here.`, { tail: faults }))}\n`);
    throw new FoundWrong();
  }
  const wrong = misnamed(manifest, scenario);
  if (wrong !== undefined) throw new Problem(`${path} is refused: ${wrong}.`);
  return scenario;
}
