import type { Engine, Helper } from '#range';

/** Where a probe is put. */
export interface Target {
  engine: Engine;
  helper: Helper;
  /** Docker's id of the node's container. */
  container: string;
  /** Process id, on the engine's host, of the init of the node whose network a question comes from: mostly the node's own. */
  pid: number;
  /** An address of the asked node's own, which that network reaches; a node without a network is asked at 127.0.0.1. */
  address: string;
  /** ISO time of the node's last start: what its log says from then on counts. */
  startedAt: string;
}

/** A command that the host helper runs with the node's network, and with nothing else of the node's. */
export function fromItsNetwork(pid: number, command: string[]): string[] {
  if (!Number.isSafeInteger(pid) || pid < 1) throw new RangeError(`${pid} is no process id`);
  return ['nsenter', '-t', String(pid), '-n', '--', ...command];
}
