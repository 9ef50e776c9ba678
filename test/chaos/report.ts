import { faultKinds, type FaultKind } from './schedule.js';
import type { RoundResult } from './round.js';

/** A line for people. */
export function describeRound(round: RoundResult): string {
  const { seed, struck, booksLost, orders, events, launched, failures, settledIn, took, wrong } = round;
  const said = `${orders.acknowledged} acknowledged, ${orders.refused} refused, ${orders.unknown} unknown`;
  const facts = [
    `seed ${seed}`,
    `${struck.length} faults (${struck.join(' ')})`,
    ...(booksLost ? ['dockerd did not start with its books of networks'] : []),
    `orders: ${said}`,
    `${events} events`,
    `${launched} × ready`,
    ...(failures.length ? [`failed: ${failures.join(' | ')}`] : []),
    `as wanted after ${settledIn.toFixed(1)} s, over after ${took.toFixed(0)} s`,
    wrong.length ? `WRONG: ${wrong.join(' | ')}` : 'nothing wrong',
  ];
  return `${facts.join(' · ')}\n`;
}

/** A table over all rounds. */
export function describeTotals(rounds: readonly RoundResult[]): string {
  const sum = (of: (round: RoundResult) => number) => rounds.reduce((total, round) => total + of(round), 0);
  const times = rounds.map(({ settledIn }) => settledIn).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  const struck = (kind: FaultKind) => sum((round) => round.struck.filter((one) => one === kind).length);
  const rows: [string, string | number][] = [
    ['rounds', rounds.length],
    ['rounds with something wrong', rounds.filter(({ wrong }) => wrong.length).length],
    ...faultKinds.map((kind): [string, number] => [kind, struck(kind)]),
    ['dockerd left mounts', sum(({ mountsLeft }) => mountsLeft)],
    ['dockerd without its books', sum(({ booksLost }) => booksLost)],
    ['orders acknowledged', sum(({ orders }) => orders.acknowledged)],
    ['orders refused', sum(({ orders }) => orders.refused)],
    ['orders of which nobody knows', sum(({ orders }) => orders.unknown)],
    ['events', sum(({ events }) => events)],
    ['ranges that came up', sum(({ launched }) => launched)],
    ['ranges that failed', sum(({ failures }) => failures.length)],
    ['as wanted, median and most, s', `${at(0.5).toFixed(1)} / ${at(1).toFixed(1)}`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return `\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}\n`;
}
