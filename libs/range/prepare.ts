import { attachCommands, type Attachment } from './attach.js';
import { firewallCommands, routeCommands } from './forwarding.js';
import { holdFolder } from './labels.js';
import type { DesiredNode } from './model.js';
import { outputCommands } from './output-bounds.js';
import { quote } from './shell.js';

/** A held container, and what must be in place before its first process runs. */
export interface Preparation extends Pick<DesiredNode, 'routes' | 'router'> {
  node: string;
  /** Docker's id. */
  container: string;
  /** Its init's process id on the host. */
  pid: number;
  /** In the scenario's order: eth0, eth1, … */
  interfaces: Attachment[];
  /** Bytes that the node may write. */
  disk: number;
  /** It is not let go: more files are to come. */
  held?: boolean;
  /** A tar archive of all its files, names and resolver among them. */
  archive: Buffer;
}

const busybox = `${holdFolder}/busybox`;
const scratch = `${holdFolder}/run/disk`;
const preparedMark = `${holdFolder}/run/prepared`;
/** Average bytes of a file, by which the number of files is bounded as the bytes are. */
const bytesPerInode = 4096;
const leastInodes = 4096;
const releaseTries = 100;
/** Terminals open in one node at a time. The kernel bounds them for the whole host only, so one node could take them all. */
const mostTerminals = 64;
/** Said of a node whose files and mounts the host cannot enter, such as one in gVisor or a virtual machine. */
const sealedRuntime =
  "its runtime keeps the node's files from the host, so that nothing can be put into it; run it in one of plain namespaces, such as runc or crun";
/**
 * The node's first process, as a handle that was opened once. Its number may be another process's by the time that it
 * is used again; then nothing is found behind the handle.
 */
const held = '/proc/self/fd/9';

/**
 * The script that the host helper runs to prepare held nodes and let them go. It goes in by standard input: file
 * contents never show in arguments. It prints one line a node, `ok NODE` or `failed NODE reason`, and may be run twice.
 */
export function prepareScript(nodes: Preparation[]): string {
  return script(nodes, prepareOne);
}

function prepareOne(prep: Preparation): string[] {
  // By the mounts, never by the root of a process: who is root inside may give that one another root, with another busybox.
  const within = (seconds: number) =>
    `timeout -s KILL ${seconds} nsenter --mount=${held}/ns/mnt -- ${busybox}`;
  const inside = within(20);
  const untar = `umask 022; cd / && ${busybox} base64 -d | ${busybox} tar -x -p -f -`;
  return [
    `if ${inside} test -e ${holdFolder}/run/released; then exit 0; fi`,
    // Layers that are complete: it was let go before, and someone inside removed the mark.
    `again=; if grep -q 'upperdir=${scratch}/' ${held}/mountinfo && ! grep -q ' ${scratch} ' ${held}/mountinfo; then again=yes; fi`,
    // Prepared before it was known whose it would be, and still attached: only its files are missing.
    ...(prep.held ? [] : [`if ${wasPrepared(inside, prep)}; then :; else`]),
    ...outputCommands(held),
    ...firewallCommands(held, prep),
    ...attachCommands(held, prep.interfaces),
    ...routeCommands(held, prep),
    `${inside} sh -c ${quote(diskScript(prep.disk))} <${held}/mountinfo`,
    ...(prep.held ? [] : ['fi']),
    // A link that a trainee planted resolves inside the node, for the archive is unpacked with the node's root.
    `${within(60)} sh -c ${quote(untar)} <<'END-OF-ARCHIVE'`,
    wrapped(prep.archive.toString('base64')),
    'END-OF-ARCHIVE',
    prep.held
      ? `${inside} touch ${preparedMark}`
      : `${inside} sh -c ${quote(releaseScript())} release "$again"`,
  ];
}

function wasPrepared(inside: string, { interfaces }: Preparation): string {
  const attached = interfaces.map(({ port }) => `[ -e /sys/class/net/${port}/brport ]`);
  return [`${inside} test -e ${preparedMark}`, ...attached].join(' && ');
}

/** A node that runs, and how it is attached. */
export type Reattachment = Pick<Preparation, 'node' | 'container' | 'pid' | 'interfaces' | 'routes'>;

/** The script that attaches running nodes anew. It prints what `prepareScript` does. */
export function attachScript(nodes: Reattachment[]): string {
  return script(nodes, (node) => [...attachCommands(held, node.interfaces), ...routeCommands(held, node)]);
}

function script<N extends Pick<Preparation, 'node' | 'container' | 'pid'>>(
  nodes: N[],
  commands: (node: N) => string[],
): string {
  const each = nodes.map((node) => `{\n${one(node, commands(node))}\n} &`);
  return ['set -u', 'umask 077', ...each, 'wait', ''].join('\n');
}

/** What is done for one node, on its first process and no other, and one line about what came of it. */
function one(
  { node, container, pid }: Pick<Preparation, 'node' | 'container' | 'pid'>,
  commands: string[],
): string {
  if (!/^[0-9a-f]+$/.test(container)) throw new RangeError(`${container} is no container's id`);
  return [
    `out=$(mktemp)`,
    `( set -e`,
    `sealed() { echo ${quote(sealedRuntime)}; exit 1; }`,
    `if ! grep -q ${container} ${held}/cgroup; then`,
    // A sandbox of another runtime names the container among its arguments.
    `  if grep -q ${container} ${held}/cmdline; then sealed; fi`,
    `  echo 'its first process has ended'; exit 1`,
    `fi`,
    `[ -e ${held}/root${busybox} ] || sealed`,
    // One work on a container at a time, even when a killed worker's is still under way.
    `flock 9`,
    ...commands,
    `) >"$out" 2>&1 9</proc/${checkNumber(pid)}`,
    `if [ $? -eq 0 ]; then echo ${quote(`ok ${node}`)}`,
    `else printf 'failed %s %s\\n' ${quote(node)} "$(tail -n 3 "$out" | tr '\\n' ' ')"; fi`,
    `rm -f "$out"`,
  ].join('\n');
}

/**
 * Mounts a bounded, writable layer over each folder at the root, all on one tmpfs which is then unlinked from sight.
 * Runs in the node's mount namespace, with the static shell only: its `mount` looks for programs such as `mount.overlay`
 * when the kernel refuses, and what an image has of that name must not be found.
 */
function diskScript(bytes: number): string {
  const inodes = Math.max(leastInodes, Math.floor(bytes / bytesPerInode));
  return [
    `set -e; export PATH=${holdFolder}; b=${busybox}; s=${scratch}`,
    // A start of the container gives new mounts; a layer that is there was made by a run cut short. The list of
    // mounts comes in by standard input: the node's own /proc does not know a process of the host.
    `mounts=$($b cat)`,
    `mounted() { case "$mounts" in *" $1 "*) return 0;; esac; return 1; }`,
    `$b mkdir -p $s`,
    `mounted $s || $b mount -t tmpfs -o size=${checkNumber(bytes)},nr_inodes=${inodes},mode=0755,nodev vocr $s`,
    // Each process that is started here is started for every node: folders are made and looked at all at once.
    `set --; for d in /*; do`,
    `  if [ -L "$d" ] || ! [ -d "$d" ]; then continue; fi`,
    `  case "$d" in /proc|/sys|/dev|${holdFolder}) continue;; esac`,
    // They would begin further options of the mount, which an image has no say in.
    `  case "$d" in *[,:\\\\]*) echo "a folder at the image's root has a comma, a colon or a backslash in its name"; exit 1;; esac`,
    `  mounted "$d" || set -- "$@" "$d"`,
    `done`,
    `make() { for d; do shift; set -- "$@" "$s$d/upper" "$s$d/work"; done; umask 022; $b mkdir -p "$@"; umask 077; }`,
    `if [ $# -gt 0 ]; then make "$@"; modes=$($b stat -c '%u:%g %a' "$@"); else modes=; fi`,
    `while [ $# -gt 0 ] && read -r owner mode; do`,
    `  d=$1; shift; u=$s$d/upper`,
    `  [ $owner = 0:0 ] || $b chown $owner "$u"`,
    `  [ $mode = 755 ] || $b chmod $mode "$u"`,
    `  $b mount -t overlay -o "nodev,lowerdir=$d,upperdir=$u,workdir=$s$d/work" overlay "$d"`,
    `done <<END-OF-MODES`,
    `$modes`,
    `END-OF-MODES`,
    // A folder that was left out could be written to without bound, or not at all.
    `[ $# -eq 0 ] || { echo "folder $1 got no writable layer"; exit 1; }`,
    // Terminals that are open stay open; the other options are those that the engine has set, since all are set anew.
    `$b mount -t devpts -o remount,nosuid,noexec,gid=5,mode=620,ptmxmode=666,max=${mostTerminals} devpts /dev/pts`,
    `$b umount -l $s`,
    `$b rmdir $s`,
  ].join('\n');
}

/**
 * Opening the pipe for both directions never blocks, and what the hold has not read yet is written again. Whoever is root
 * inside can remove the mark of a node that runs, and so only has it prepared and marked again.
 */
function releaseScript(): string {
  return [
    `n=0`,
    `while [ $n -lt ${releaseTries} ]; do`,
    `  [ -e ${holdFolder}/run/released ] && exit 0`,
    `  [ -p ${holdFolder}/run/go ] && echo go 1<>${holdFolder}/run/go`,
    // Mostly it is ready to be let go, and people wait for it.
    `  if [ $n -lt 10 ]; then ${busybox} usleep 2000; else ${busybox} usleep 20000; fi`,
    `  n=$((n+1))`,
    `done`,
    `if [ -n "$1" ]; then : >${holdFolder}/run/released; exit 0; fi`,
    `echo "its first process did not take the go-ahead"; exit 1`,
  ].join('\n');
}

function checkNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${value} is no positive whole number`);
  return value;
}

const wrapped = (base64: string) => base64.replace(/.{1,1000}/g, '$&\n').trimEnd();

/** What became of each node, read from the script's output. Nodes that it does not name were not reached. */
export function readPrepareOutput(output: string): Map<string, { ok: true } | { ok: false; reason: string }> {
  const results = new Map<string, { ok: true } | { ok: false; reason: string }>();
  for (const line of output.split('\n')) {
    const [word, node, ...rest] = line.split(' ');
    if (word === 'ok' && node) results.set(node, { ok: true });
    if (word === 'failed' && node) results.set(node, { ok: false, reason: rest.join(' ').trim() });
  }
  return results;
}
