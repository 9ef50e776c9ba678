import { posix } from 'node:path';
import type { Engine } from '../engine-model.js';
import { DesireError, EngineError } from '../errors.js';
import type { Helper } from '../helper.js';
import { findNode } from '../nodes.js';
import { fileProgram, mostEntries } from './file-program.js';
import type { IsReady, SeenFile, Tell, WantedFile, WatchedRange } from './model.js';
import { watchFolder } from './tidy.js';

const timeoutMs = 30_000;
/** Looks in a row without a node after which it is said. */
const mostMisses = 30;
const outputLimit = 16 * 2 ** 20;
/** What the kernel shows there are no files of the node's. */
const foreign = /^\/(proc|sys|dev)(\/|$)/;

/** One range whose files are watched. */
export interface FileWatch {
  range: string;
  /** By node, the paths that are wanted of it. */
  paths: ReadonlyMap<string, readonly string[]>;
  tell: Tell<SeenFile>;
  /** Told what of it cannot be watched; the same once. */
  say: (trouble: string) => void;
  /** Where nodes are, as far as it is known. */
  nodes: Map<string, { container: string; pid: number }>;
  /** Whether a node that was started anew is as it should be. */
  isReady: IsReady;
  /** What that said last. */
  ready: Map<string, boolean>;
  /** How many looks in a row could not look into a node. */
  missed: Map<string, number>;
  /** All that the look before found was told. */
  keep: boolean;
  said: Set<string>;
}

type Means = { engine: Engine; helper: Pick<Helper, 'command' | 'installation'> };

/**
 * A watch of files that begins with the next look.
 * @throws DesireError for a node that the range does not have, or a path where it has no files of its own
 */
export function fileWatch(
  { range, nodes }: WatchedRange,
  wanted: readonly WantedFile[],
  tell: Tell<SeenFile>,
  isReady: IsReady,
  say: (trouble: string) => void,
): FileWatch {
  const paths = new Map<string, Set<string>>();
  for (const { node, path } of wanted) {
    if (!nodes.some(({ name }) => name === node)) {
      throw new DesireError(`files of ${node} cannot be watched: the range has no such node`);
    }
    const clean = posix.normalize(path).replace(/(?<=.)\/$/, '');
    if (!clean.startsWith('/') || foreign.test(clean) || clean.includes('\0')) {
      throw new DesireError(
        `${path} of node ${node} cannot be watched: a node has no files of its own there`,
      );
    }
    paths.set(node, (paths.get(node) ?? new Set()).add(clean));
  }
  const lists = new Map([...paths].map(([node, all]) => [node, [...all]]));
  return {
    range,
    paths: lists,
    tell,
    say,
    isReady,
    nodes: new Map(),
    ready: new Map(),
    missed: new Map(),
    keep: false,
    said: new Set(),
  };
}

/**
 * Looks once at all files that are wanted and tells what changed since the look before.
 * @returns what `tell` threw
 * @throws EngineError when they cannot be looked at
 */
export async function lookAtFiles(means: Means, watches: readonly FileWatch[]): Promise<unknown[]> {
  await Promise.all(watches.map((watch) => findNodes(means, watch)));
  const { stdout, stderr, truncated } = await means.helper.command({
    command: ['perl', '-e', fileProgram, watchFolder],
    input: watches.flatMap(inputOf).join('\n') + '\n',
    timeoutMs,
    limit: outputLimit,
  });
  if (truncated || !/^looked$/m.test(stdout)) {
    throw new EngineError(`files of nodes cannot be looked at: ${stderr.trim() || 'no answer'}`);
  }
  const now = Date.now();
  const failures: unknown[] = [];
  const lines = new Map<string | undefined, string[]>(watches.map(({ range }) => [range, []]));
  for (const line of stdout.split('\n')) lines.get(line.split(' ')[1])?.push(line);
  for (const watch of watches) {
    watch.keep = false;
    try {
      for (const line of lines.get(watch.range) ?? []) await take(watch, line, now);
      watch.keep = true;
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

/** Asks the engine for nodes of which is not known where they are. */
async function findNodes({ engine, helper }: Means, watch: FileWatch): Promise<void> {
  for (const node of watch.paths.keys()) {
    // One that is looked into goes on to be so until it ends.
    if (watch.missed.get(node) !== 0) watch.ready.set(node, await watch.isReady(node));
    if (watch.nodes.has(node)) continue;
    const found = await findNode(engine, { installation: helper.installation, range: watch.range, node });
    if (found && found.pid > 0) watch.nodes.set(node, found);
    else miss(watch, node, 'it does not run');
  }
}

/** Of a node that cannot be looked into for a while; each start of it is such a while. */
function miss(watch: FileWatch, node: string, why: string): void {
  const times = (watch.missed.get(node) ?? 0) + 1;
  watch.missed.set(node, times);
  if (times >= mostMisses) once(watch, `changes of files of node ${node} are not seen: ${why}`);
}

function inputOf({ range, keep, nodes, paths, ready }: FileWatch): string[] {
  return [
    `range ${range} ${keep ? 1 : 0}`,
    ...[...nodes].flatMap(([node, { container, pid }]) => [
      `node ${node} ${container} ${pid} ${ready.get(node) ? 1 : 0}`,
      ...paths.get(node)!.map((path) => `path ${Buffer.from(path).toString('hex')}`),
    ]),
  ];
}

async function take(watch: FileWatch, line: string, now: number): Promise<void> {
  const [word, , node = '', ...rest] = line.split(' ');
  switch (word) {
    case 'change': {
      const [change, ago, path] = rest as [SeenFile['change'], string, string];
      await watch.tell({ kind: 'file', node, path: pathOf(path), change, at: now - Number(ago) });
      return;
    }
    case 'lost':
      // It ended, or was started anew; it is asked for again with the next look.
      watch.nodes.delete(node);
      miss(watch, node, 'it ends again and again, or its runtime keeps its files from the host');
      return;
    case 'there':
      watch.missed.set(node, 0);
      return;
    case 'full':
      once(
        watch,
        `${pathOf(rest[0]!)} of node ${node} holds more than ${mostEntries} files or too many levels of folders: not all changes in it are seen`,
      );
      return;
    case 'held':
      miss(watch, node, 'it is not ready');
      return;
    default:
      throw new EngineError(`the look at files of nodes told something unknown: ${line.slice(0, 100)}`);
  }
}

function once({ said, say, range }: FileWatch, trouble: string): void {
  if (said.has(trouble)) return;
  said.add(trouble);
  say(`range ${range}: ${trouble}`);
}

const pathOf = (hex: string) => Buffer.from(hex, 'hex').toString('utf8');
