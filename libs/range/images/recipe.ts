import { createHash } from 'node:crypto';
import { readDockerfile, type Dockerfile } from '#scenario';
import { DesireError } from '../errors.js';
import { ignoredBy } from './ignored.js';

/** Files by path. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** What an image is built from. */
export interface Recipe {
  /** Its name on the engine without a tag: `vocr/base`, `vocr/lab-first-breach`. */
  repository: string;
  /** Its name for people: `vocr/base`, `web`. */
  title: string;
  /** Where its Dockerfile is, for messages. */
  place: string;
  dockerfile: Dockerfile;
  /** The context of the build, without what its `.dockerignore` keeps out. */
  files: Files;
  /** Hash of the context: the same files give the same one on every machine. */
  content: string;
}

/** A Dockerfile, or what lies beside it, that cannot be built as it is; names each fault by line. */
export class RecipeRefused extends DesireError {
  override name = 'RecipeRefused';
}

/**
 * Reads what an image is built from.
 * @param folder where it lies, for messages
 * @throws RecipeRefused naming the file and the line of each fault
 */
export function recipeOf(
  { repository, title, folder }: { repository: string; title: string; folder: string },
  all: Files,
): Recipe {
  const place = `${folder}/Dockerfile`;
  const source = all.get('Dockerfile');
  if (!source) throw new RecipeRefused(`image ${title} cannot be built: there is no ${place}`);
  const dockerfile = readDockerfile(Buffer.from(source).toString('utf8'));
  if (dockerfile.faults.length > 0) {
    const faults = dockerfile.faults.map(({ line, message, mend }) => `${place}:${line} ${message}; ${mend}`);
    throw new RecipeRefused(`image ${title} cannot be built:\n${faults.join('\n')}`);
  }
  const files = withoutIgnored(all, (why) => {
    throw new RecipeRefused(`image ${title} cannot be built: ${folder}/.dockerignore ${why}`);
  });
  return { repository, title, place, dockerfile, files, content: contentHash(files) };
}

/** The files below a folder, by their paths in it. */
export function filesBelow(files: Files, folder: string): Files {
  const prefix = `${folder.replace(/\/$/, '')}/`;
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, data]) => [path.slice(prefix.length), data]),
  );
}

/** The tag of what a recipe gives on these bases: another content or another base, another tag. */
export function tagOf({ repository, content }: Recipe, bases: ReadonlyMap<string, string>): string {
  const on = [...bases].map(([name, base]) => `base ${name} ${base}\n`).sort();
  const key = createHash('sha256')
    .update(`${content}\n${on.join('')}`)
    .digest('hex');
  return `${repository}:${key.slice(0, 16)}`;
}

function withoutIgnored(files: Files, refuse: (why: string) => never): Files {
  const list = files.get('.dockerignore');
  if (!list) return files;
  try {
    const isIgnored = ignoredBy(Buffer.from(list).toString('utf8'));
    return new Map([...files].filter(([path]) => path === 'Dockerfile' || !isIgnored(path)));
  } catch (error) {
    if (error instanceof RangeError) return refuse(error.message);
    throw error;
  }
}

function contentHash(files: Files): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) {
    const content = createHash('sha256').update(files.get(path)!).digest('hex');
    hash.update(`${content} ${path}\n`);
  }
  return hash.digest('hex');
}
