import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../reporting/problem.js';
import { runLogged } from '../processes/run-logged.js';
import type { Say } from '../reporting/steps.js';

/** Folders of system programs that are often missing in a user's PATH. */
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin', '/usr/local/bin', '/usr/bin', '/bin'];

/** PATH with the folders of system programs. */
export function systemPath(path: string = process.env['PATH'] ?? ''): string {
  const given = path.split(':').filter(Boolean);
  return [...given, ...systemFolders.filter((folder) => !given.includes(folder))].join(':');
}

/** Where a program is, or undefined. */
export function findProgram(name: string): string | undefined {
  return systemPath()
    .split(':')
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Does systemd run this machine's services? */
export function hasSystemd(): boolean {
  try {
    accessSync('/run/systemd/system');
    return true;
  } catch {
    return false;
  }
}

/** Is this process root? */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Installs Debian packages.
 * @param purpose what they are for, in the error when they cannot be installed
 * @throws Problem without root or apt, naming exactly what to install
 */
export async function installPackages(
  packages: readonly string[],
  purpose: string,
  log: string,
  say: Say,
): Promise<void> {
  const apt = findProgram('apt-get');
  const byHand = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!apt) {
    throw new Problem(`${purpose}, and there is no apt-get here to install it with.`, {
      mend: `install with this system's package manager what Debian calls ${packages.join(', ')}, then run this again`,
    });
  }
  if (!isRoot()) {
    throw new Problem(`${purpose}, and only root can install it.`, {
      mend: `run: sudo ${byHand}`,
    });
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PATH: systemPath() };
  const onLine = (line: string) => say(`installing ${packages.join(', ')}: ${line.slice(0, 60)}`);
  say(`refreshing the lists of packages`);
  await runLogged(apt, ['update'], { log, env }).catch((error: unknown) => {
    say(`the lists of packages could not be refreshed, going on with the old ones`);
    if (!(error instanceof Problem)) throw error;
  });
  const wait = ['-o', 'DPkg::Lock::Timeout=300'];
  await runLogged(apt, [...wait, 'install', '-y', '--no-install-recommends', ...packages], {
    log,
    env,
    onLine,
  });
}
