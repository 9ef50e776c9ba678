import { sizeBytes, type Task } from '#scenario';
import { z } from 'zod';

/** A file as it was handed in: its content is kept apart from the log, by its hash. */
export const handedFile = z.object({
  /** What its owner calls it; never a place on a disk. */
  name: z.string(),
  /** In bytes. */
  size: z.int().positive(),
  /** The end of its name, such as `pdf`. */
  type: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export type HandedFile = z.infer<typeof handedFile>;

/** Longest name of a file, in characters. */
export const longestFileName = 120;

type Bounds = NonNullable<NonNullable<Task['manual']>['files']>;

/** The end of a file's name, in lower case; empty when it has none. */
export const endOf = (name: string): string => /[^.]\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Why a file cannot be handed in by what it is called, for people; undefined when it can. */
export function nameFault(name: string, { types }: Pick<Bounds, 'types'>): string | undefined {
  // Marks of direction could show a name's end in its middle; the rest cannot stand in a name on every system.
  const wrong = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}|[<>:"/\\|?*]/u;
  if (name.trim() !== name || name === '' || name.startsWith('.') || wrong.test(name)) {
    return `"${name.replace(/[\p{Cc}\p{Cf}]|\p{Surrogate}/gu, '\ufffd').slice(0, longestFileName)}" is no name for a file: leave out < > : " / \\ | ? * and what cannot be seen, and begin with no dot or space.`;
  }
  if ([...name].length > longestFileName) {
    return `The name of a file has at most ${longestFileName} characters: shorten "${name.slice(0, 20)}…".`;
  }
  if (!types.includes(endOf(name))) {
    return `${name}: this task takes only files that end in ${types.map((type) => `.${type}`).join(', ')}.`;
  }
  return undefined;
}

/** Why these files cannot be handed in together, for people; undefined when they can. */
export function filesFault(files: readonly HandedFile[], bounds: Bounds | undefined): string | undefined {
  if (files.length === 0) return undefined;
  if (!bounds) return 'This task takes no files.';
  if (files.length > bounds.most) return `This task takes at most ${countOf(bounds.most)} at a time.`;
  for (const [index, { name, size, type }] of files.entries()) {
    const wrong = nameFault(name, bounds);
    if (wrong) return wrong;
    if (type !== endOf(name)) return `${name} is not of the type ${type}.`;
    if (size > sizeBytes(bounds.size))
      return `${name} is larger than the ${bounds.size} that a file may have.`;
    if (files.findIndex((other) => other.name === name) < index) {
      return `Two files are called ${name}: give each a name of its own.`;
    }
  }
  return undefined;
}

const countOf = (most: number) => (most === 1 ? 'one file' : `${most} files`);
