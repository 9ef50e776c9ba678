import { readFolder } from '#persistence';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline/promises';
import { findInstallation } from '../installation/installation.js';
import { FoundWrong, UsedWrong } from '../reporting/found-wrong.js';
import { print } from '../reporting/print.js';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';
import { formatFault, readScenario } from './read.js';
import { schemaText } from './schema.js';
import { named, starterKinds, UnfitName, type Naming, type StarterKind } from './starter.js';

export interface NewOptions {
  id?: string;
  titleVi?: string;
  titleEn?: string;
  kind?: StarterKind;
  /** Take what is usual for all that is not said, and do not ask. */
  yes?: boolean;
}

interface Wish extends Naming {
  folder: string;
  kind: StarterKind;
}

/**
 * `vocr scenario new`: writes a scenario that works, to be made into one's own. What was not said is asked on a terminal.
 * @throws UsedWrong for a name that cannot be, or when nobody can be asked; Problem when the folder has something in it or
 *   cannot be written; FoundWrong when the installation's policy refuses what was written
 */
export async function newScenario(folder: string | undefined, options: NewOptions): Promise<void> {
  const wish = await complete(folder, options);
  await demandEmpty(wish.folder);
  const files = await filesOf(wish);
  for (const [path, content] of files) {
    const place = join(wish.folder, path);
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, content, { flag: 'wx' });
  }
  const { problems } = await readScenario(wish.folder);
  for (const fault of problems) print(formatFault(wish.folder, fault));
  if (problems.length > 0) throw new FoundWrong();
  print(farewell(wish, [...files.keys()].sort()));
}

async function filesOf({ kind, id, title }: Wish): Promise<Map<string, Uint8Array>> {
  const starter = join(findInstallation().root, 'apps/cli/scenario/starters', kind);
  try {
    const files = named(await readFolder(starter), { id, title });
    files.set('scenario.schema.json', Buffer.from(schemaText('scenario')));
    files.set('solution.schema.json', Buffer.from(schemaText('solution')));
    return files;
  } catch (error) {
    if (error instanceof UnfitName) throw new UsedWrong(error.message);
    throw new Problem(`The starter in ${starter} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** The wish with all that it needs, asked where it was not said. */
async function complete(folder: string | undefined, options: NewOptions): Promise<Wish> {
  const said = options.id !== undefined && options.titleVi !== undefined && options.titleEn !== undefined;
  if (said || options.yes) return fill(folder, options, async (_question, usual) => usual);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UsedWrong(
      'Nobody can be asked here: give --id, --title-vi and --title-en, or --yes for what is usual.',
    );
  }
  const talk = createInterface({ input: process.stdin, output: process.stdout });
  try {
    // Lines that come before they are asked for, as when an answer is pasted, wait in here.
    const lines = talk[Symbol.asyncIterator]();
    return await fill(folder, options, (question, usual) => ask(talk, lines, question, usual));
  } finally {
    talk.close();
  }
}

async function fill(
  folder: string | undefined,
  options: NewOptions,
  ask: (question: string, usual: string) => Promise<string>,
): Promise<Wish> {
  const id = options.id ?? (await ask('Mã / Id', idFrom(folder)));
  const words = id.replaceAll('-', ' ');
  const usual = words.charAt(0).toUpperCase() + words.slice(1);
  const vi = options.titleVi ?? (await ask('Tên tiếng Việt / Vietnamese title', usual));
  const en = options.titleEn ?? (await ask('Tên tiếng Anh / English title', usual));
  const kind = options.kind ?? (await ask(`Loại / Kind (${starterKinds.join(', ')})`, starterKinds[0]));
  if (!isKind(kind)) throw new UsedWrong(`There is no kind ${kind}: use one of ${starterKinds.join(', ')}.`);
  return { id, title: { vi: vi.trim(), en: en.trim() }, kind, folder: resolve(folder ?? id) };
}

const isKind = (kind: string): kind is StarterKind => (starterKinds as readonly string[]).includes(kind);

/** A fitting id for a folder of this name. */
function idFrom(folder: string | undefined): string {
  if (folder === undefined) return 'my-scenario';
  const plain = basename(resolve(folder))
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd');
  return (
    plain
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '')
      .slice(0, 63) || 'my-scenario'
  );
}

/** @throws UsedWrong when the input ends before there is an answer */
async function ask(
  talk: Interface,
  lines: AsyncIterator<string>,
  question: string,
  usual: string,
): Promise<string> {
  talk.setPrompt(`${question} [${usual}]: `);
  talk.prompt();
  const line = await lines.next();
  if (line.done) throw new UsedWrong('\nIt ended before everything was answered; nothing was written.');
  return line.value.trim() || usual;
}

async function demandEmpty(folder: string): Promise<void> {
  let there: string[];
  try {
    there = await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new Problem(`${folder} cannot be used: ${messageOf(error)}`, { cause: error });
  }
  if (there.length === 0) return;
  throw new Problem(`${folder} is not empty: it has ${there[0]}${there.length > 1 ? ' and more' : ''}.`, {
    mend: 'name a folder that is not there yet; nothing was changed',
  });
}

function farewell({ folder, id }: Wish, paths: string[]): string {
  const place = relative(process.cwd(), folder) || '.';
  return [
    `✓ ${id}: ${place}`,
    ...paths.map((path) => `    ${path}`),
    '',
    'Tiếp theo / Next:',
    `  npx vocr scenario dev ${place}        chạy thử, sửa tới đâu thấy tới đó / try it, and see each change at once`,
    `  npx vocr scenario validate ${place}   chỉ ra mọi lỗi / name every fault`,
    `  npx vocr scenario test ${place}       chứng minh rằng giải được / prove that it can be solved`,
    `  npx vocr scenario graph ${place} --out ${id}.svg   vẽ sơ đồ mạng / draw the topology`,
  ].join('\n');
}
