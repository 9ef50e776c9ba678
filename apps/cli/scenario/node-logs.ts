import { connectEngine, labelKeys, type EngineAddress } from '#range';
import { messageOf } from '../reporting/problem.js';

/** Lines of each node's log that are shown. */
const shownLines = 12;

/**
 * The last lines that the main process of each machine of a range has printed, by node.
 * @param hide makes a text fit to be shown: machines may print what a team is to earn
 */
export async function lastWords(
  address: EngineAddress,
  range: string,
  hide: (text: string) => string,
): Promise<Record<string, string[]>> {
  const engine = connectEngine(address);
  const there = await engine.containers.list([`${labelKeys.range}=${range}`]);
  const machines = there.flatMap(({ id, labels }) => {
    const node = labels[labelKeys.node];
    return node === undefined ? [] : [{ id, node }];
  });
  const read = machines.map(async ({ id, node }): Promise<[string, string[]]> => {
    try {
      return [node, linesOf(hide(await engine.containers.logs(id, { lines: shownLines })))];
    } catch (error) {
      return [node, [`(its log cannot be read: ${messageOf(error)})`]];
    }
  });
  return Object.fromEntries((await Promise.all(read)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const control = /\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]/g;

/** What a machine prints must not steer the author's terminal. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.replace(control, ''))
    .filter((line) => line.trim() !== '');

/** The logs as a person reads them. */
export const formatLogs = (logs: Record<string, string[]>): string =>
  Object.entries(logs)
    .flatMap(([node, lines]) => [
      `── ${node}: ${lines.length === 0 ? 'has printed nothing' : 'its last lines'}`,
      ...lines.map((line) => `  | ${line}`),
    ])
    .join('\n');
