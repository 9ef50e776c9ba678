import { EngineError } from '../errors.js';
import type { Helper } from '../helper.js';
import { countTable } from './count-table.js';
import { countsOf, countScript, type Count } from './connection-rules.js';
import { newConnections, readCounts, type Counts, type Told } from './counts.js';
import type { SeenConnection, Tell, WantedConnection, WatchedRange } from './model.js';
import { watchFolder } from './tidy.js';

const timeoutMs = 15_000;
/** Bytes of the kernel's table that are read: some thousand ranges. */
const listingLimit = 16 * 2 ** 20;

/** One range whose connections are watched. */
export interface ConnectionWatch {
  range: WatchedRange;
  counts: Count[];
  tell: Tell<SeenConnection>;
  told: Told;
  /** What was told and is not written down yet. */
  unsaved: boolean;
}

type Shell = Pick<Helper, 'run' | 'command'>;

const toldFile = (range: string) => `${watchFolder}/${range}.told`;

/**
 * Has the kernel count what is wanted of a range, beside what it counts already, and reads what was told of it before.
 * @throws DesireError for what the range does not have; EngineError when the kernel does not count
 */
export async function beginConnections(
  shell: Shell,
  range: WatchedRange,
  wanted: readonly WantedConnection[],
  tell: Tell<SeenConnection>,
): Promise<ConnectionWatch> {
  const counts = countsOf(range, wanted);
  await count(shell, counts);
  const { stdout } = await shell.run(`cat ${toldFile(range.range)} 2>/dev/null || echo '{}'`, timeoutMs);
  return { range, counts, tell, told: JSON.parse(stdout) as Told, unsaved: false };
}

async function count(shell: Shell, counts: readonly Count[]): Promise<void> {
  const { stdout, stderr } = await shell.run(countScript(counts), timeoutMs);
  if (!/^counted$/m.test(stdout)) {
    throw new EngineError(`the kernel does not count connections: ${stderr.trim() || 'no answer'}`);
  }
}

/**
 * Looks once at what the kernel has counted and tells what is new. A port that was made anew, as at a reset of its node, is
 * counted again from here on.
 * @returns what `tell` threw, and why the kernel does not count again
 * @throws EngineError when the kernel cannot be asked
 */
export async function lookAtConnections(
  shell: Shell,
  watches: readonly ConnectionWatch[],
): Promise<unknown[]> {
  const saved = watches.filter(({ unsaved }) => unsaved);
  const ports = watches.flatMap(({ counts }) => counts.flatMap((one) => one.ports));
  const script = [
    `mkdir -p ${watchFolder}`,
    ...saved.map(({ range, told }) => {
      const file = toldFile(range.range);
      return `cat >${file}.new <<'END-OF-TOLD' && mv ${file}.new ${file} || exit 1\n${JSON.stringify(told)}\nEND-OF-TOLD`;
    }),
    // A table that somebody took away is made anew.
    `nft -p list table netdev ${countTable} 2>/dev/null || nft list tables >/dev/null || exit 1`,
    `cd /sys/class/net`,
    ...[...new Set(ports)].map((port) => `[ ! -e ${port} ] || echo there ${port}`),
    'echo looked',
    '',
  ].join('\n');
  const answer = await ask(shell, script);
  const now = Date.now();
  for (const one of saved) one.unsaved = false;
  const { counts, chains } = readCounts(answer);
  const there = [...answer.matchAll(/^there (\S+)$/gm)].map(([, port]) => port!);
  const uncounted = new Set(there.filter((port) => !chains.has(port)));
  const failures: unknown[] = [];
  // What was counted is told in any case.
  await countAgain(shell, watches, counts, uncounted).catch((error: unknown) => failures.push(error));
  for (const watch of watches) {
    const { seen, told } = newConnections(watch.range, watch.counts, counts, watch.told, now);
    try {
      for (const one of seen) await watch.tell(one);
      watch.unsaved ||= seen.length > 0;
      watch.told = told;
    } catch (error) {
      failures.push(error);
    }
  }
  return failures;
}

/** Has the kernel count again what it lost, as with a port that was made anew. */
async function countAgain(
  shell: Shell,
  watches: readonly ConnectionWatch[],
  counts: Counts,
  uncounted: ReadonlySet<string>,
): Promise<void> {
  const isLost = ({ any, to, ports }: Count) =>
    !counts.has(any) || !counts.has(to) || ports.some((port) => uncounted.has(port));
  const lost = watches.filter((watch) => watch.counts.some(isLost));
  if (lost.length === 0) return;
  await count(
    shell,
    lost.flatMap((watch) => watch.counts),
  );
}

async function ask(shell: Shell, script: string): Promise<string> {
  const { stdout, stderr, truncated } = await shell.command({
    command: ['sh', '-s'],
    input: script,
    timeoutMs,
    limit: listingLimit,
  });
  if (truncated || !/^looked$/m.test(stdout)) {
    const why = truncated ? `they take more than ${listingLimit} bytes` : stderr.trim() || 'no answer';
    throw new EngineError(`the counts of connections cannot be read: ${why}`);
  }
  return stdout;
}
