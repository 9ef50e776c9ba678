import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemPath } from '../../apps/cli/machine/packages.js';
import { until } from './until.js';

/** Namespaces of mounts, processes and (where asked for) network, in which a program runs as on a machine of its own. */
export interface OwnNamespaces {
  /** Process id of their first process, as seen from here. Dead, it takes all others along. */
  readonly first: number;
  /** Runs a program in them, with its output in `log`. */
  run(program: string, args: readonly string[], log: number): ChildProcess;
  /**
   * Kills every process in them, as when a machine loses its power; their mounts and bridges go with them.
   * @param thaw wakes those that are frozen, which could not die
   */
  end(thaw: () => Promise<void>): Promise<void>;
}

const environment = () => ({ ...process.env, PATH: systemPath() });

/**
 * A sysfs of the new network, with the control groups put back into it; what engines share by their paths under /run is
 * private. Debian's perl-base sets the loopback up, for iproute2 may be missing. The shell stays, for it reaps orphans.
 */
const setUp = (folder: string, netns: boolean) => `set -e
mount -t proc proc /proc
if ${netns}; then
  mkdir -p ${folder}/cgroup
  mount --rbind /sys/fs/cgroup ${folder}/cgroup
  mount -t sysfs sysfs /sys
  mount --rbind ${folder}/cgroup /sys/fs/cgroup
  umount -l ${folder}/cgroup
  perl -e 'use Socket; socket(my $s, PF_INET, SOCK_DGRAM, 0) or die $!; my $r = pack("a16 s x14", "lo", 1); ioctl($s, 0x8914, $r) or die $!'
fi
for shared in containerd docker; do
  mkdir -p /run/$shared
  mount -t tmpfs tmpfs /run/$shared
done
touch ${folder}/set-up
while :; do sleep 1000; done`;

/**
 * Makes namespaces. They end with this process, even by SIGKILL.
 * @param folder of one's own, for what is needed meanwhile
 * @param netns whether the network is their own too
 * @throws Error with what the kernel or a program said
 */
export async function makeNamespaces(folder: string, netns: boolean): Promise<OwnNamespaces> {
  const mark = join(folder, 'set-up');
  await rm(mark, { force: true });
  const unshare = ['unshare', '--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child=KILL'];
  const shell = ['bash', '-c', setUp(folder, netns)];
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', '--', ...unshare, ...(netns ? ['--net'] : []), '--', ...shell],
    { stdio: ['ignore', 'ignore', 'pipe'], env: environment() },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.once('error', (error) => (said += error.message));
  const ended = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  await until('namespaces of their own', () => existsSync(mark) || ended());
  const first = ended() ? undefined : (await childrenOf(child.pid!))[0];
  if (first === undefined) throw new Error(`no namespaces of one's own can be had (root is needed): ${said}`);
  return {
    first,
    run: (program, args, log) =>
      spawn(
        'setpriv',
        [
          ...['--pdeathsig', 'KILL', '--', 'nsenter', '--target', String(first), '--mount', '--pid', '--net'],
          ...['--', program, ...args],
        ],
        { stdio: ['ignore', log, log], env: environment() },
      ),
    async end(thaw) {
      if (!ended()) {
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      }
      await thaw();
      await until('all processes of the namespaces have ended', () => !existsSync(`/proc/${first}`));
    },
  };
}

/** Process ids of a process's children. */
export async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  });
  return text.split(' ').filter(Boolean).map(Number);
}

/** Wakes all processes in control groups below `name`: in the first version of control groups, none that is frozen can be killed. */
export async function thawControlGroups(name: string): Promise<void> {
  const top = join('/sys/fs/cgroup/freezer', name);
  if (!existsSync(top)) return;
  for (const group of await readdir(top, { withFileTypes: true })) {
    if (group.isDirectory()) await writeFile(join(top, group.name, 'freezer.state'), 'THAWED');
  }
}

/** Removes the control groups below `name` in every hierarchy; no process may be in them any more. */
export async function removeControlGroups(name: string): Promise<void> {
  const root = '/sys/fs/cgroup';
  const hierarchies = existsSync(join(root, 'cgroup.controllers'))
    ? [root]
    : (await readdir(root)).map((hierarchy) => join(root, hierarchy));
  for (const hierarchy of hierarchies) {
    const top = join(hierarchy, name);
    if (!existsSync(top)) continue;
    const inner = (await readdir(top, { withFileTypes: true, recursive: true }))
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    // The deepest first. A process that was killed just now may still be leaving its group.
    for (const folder of [...inner.sort((a, b) => b.length - a.length), top]) {
      await until(`control group ${folder} is empty`, () =>
        rmdir(folder).then(
          () => true,
          (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
        ),
      );
    }
  }
}

/** What is mounted below a folder, as a process sees it; the innermost first. */
export async function mountsIn(pid: number, folder: string): Promise<string[]> {
  const mounts = (await readFile(`/proc/${pid}/mounts`, 'utf8'))
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  return mounts.filter((path) => path.startsWith(`${folder}/`)).reverse();
}

/** Makes a folder and gives its path. */
export async function folderIn(parent: string, name: string): Promise<string> {
  const path = join(parent, name);
  await mkdir(path, { recursive: true });
  return path;
}
