import { createHash } from 'node:crypto';

/** A scenario folder by its content: the same files give the same digest on every machine. */
export interface Pack {
  /** `sha256:` and 64 hex digits, over the sorted list of files. */
  digest: string;
  /** Sorted by path. */
  files: PackedFile[];
}

export interface PackedFile {
  /** Relative to the scenario's folder, with `/`. */
  path: string;
  /** 64 hex digits. */
  sha256: string;
  /** Bytes. */
  size: number;
}

/** What is wrong with the folder as a whole or with one file's place in it. */
export interface PackFault {
  /** Absent: the folder as a whole. */
  path?: string;
  message: string;
}

/** The folder cannot be a pack; the message names every fault. */
export class PackError extends Error {
  constructor(readonly faults: PackFault[]) {
    super(
      faults.map(({ path, message }) => (path === undefined ? message : `${path}: ${message}`)).join('\n'),
    );
  }
}

/** Bounds of a pack. */
export const packBounds = { files: 4_000, bytes: 64 * 2 ** 20 };

/**
 * Hashes a scenario's folder. Nothing is left out: what must not be in a pack is an error, not skipped.
 * @throws PackError when `packFaults` finds any
 */
export function packOf(files: ReadonlyMap<string, Uint8Array>): Pack {
  const faults = packFaults(files);
  if (faults.length > 0) throw new PackError(faults);
  const packed = [...files]
    .map(([path, bytes]) => ({
      path,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      size: bytes.length,
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const list = packed.map(({ path, sha256, size }) => `${sha256} ${size} ${path}\n`).join('');
  return { digest: `sha256:${createHash('sha256').update(list).digest('hex')}`, files: packed };
}

/** Why a folder cannot be a pack: too many or too big files, paths that leave it or that not every system can hold. */
export function packFaults(files: ReadonlyMap<string, Uint8Array>): PackFault[] {
  const faults: PackFault[] = [];
  if (files.size > packBounds.files) {
    faults.push({ message: `has ${files.size} files, may have ${packBounds.files}` });
  }
  const bytes = [...files.values()].reduce((sum, file) => sum + file.length, 0);
  if (bytes > packBounds.bytes) {
    faults.push({ message: `has ${bytes} bytes, may have ${packBounds.bytes} (64 MiB)` });
  }
  const seen = new Map<string, string>();
  for (const path of files.keys()) {
    const wrong = wrongPath(path);
    if (wrong) faults.push({ path, message: wrong });
    const folded = path.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) faults.push({ path, message: `differs from ${other} in capitals only` });
    seen.set(folded, path);
  }
  return faults;
}

function wrongPath(path: string): string | undefined {
  const segments = path.split('/');
  if (path.length > 255) return 'has a path longer than 255 characters';
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
    return 'must be a plain path inside the folder, without //, . or ..';
  }

  if (/[\\\u0000-\u001f\u007f]/.test(path)) return 'must have no backslash or control character in its path';
  if (path !== path.normalize('NFC')) return 'must be named in composed Unicode (NFC)';
  const hidden = segments.find((segment) =>
    ['.git', '.svn', '.DS_Store', 'Thumbs.db', 'node_modules'].includes(segment),
  );
  if (hidden) return `must not be in a scenario (${hidden}): remove it`;
  return undefined;
}
