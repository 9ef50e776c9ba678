import type { Engine, Terminal } from './engine-model.js';
import { EngineError } from './errors.js';
import { containerName, holdFolder, labelKeys } from './labels.js';
import { whyItEnded } from './why.js';

/** Which node of which range of which installation. */
export interface NodeAddress {
  installation: string;
  range: string;
  node: string;
}

/** A node's container as it is now. */
export interface NodeState {
  /** Docker's id. */
  container: string;
  /** Init's process id on the host; 0 when not running. */
  pid: number;
  running: boolean;
  paused: boolean;
  /** ISO time of the last start. */
  startedAt: string;
  /** Why it no longer runs, for a person; only when it has ended. */
  ended?: string;
}

/** Finds a node's container; undefined when there is none of this installation. */
export async function findNode(
  engine: Engine,
  { installation, range, node }: NodeAddress,
): Promise<NodeState | undefined> {
  const facts = await engine.containers.inspect(containerName(range, node));
  if (!facts || facts.labels[labelKeys.installation] !== installation) return undefined;
  const ended = facts.state === 'exited' || facts.state === 'dead';
  return {
    container: facts.id,
    pid: facts.pid,
    running: facts.state === 'running',
    paused: facts.state === 'paused',
    startedAt: facts.startedAt,
    ...(ended ? { ended: await whyItEnded(engine, facts) } : {}),
  };
}

export interface OpenTerminal extends NodeAddress {
  user: string;
  shell: string[];
  /** Beside what every terminal has, as `NAME=value`. */
  environment?: string[];
  cols: number;
  rows: number;
}

const terminalEnvironment = ['TERM=xterm-256color', 'LANG=C.UTF-8'];

/**
 * Opens an interactive shell in a running node, in its user's home.
 * @throws EngineError when the node does not run
 */
export async function openTerminal(engine: Engine, request: OpenTerminal): Promise<Terminal> {
  const node = await findNode(engine, request);
  if (!node?.running) {
    throw new EngineError(
      `node ${request.node} of range ${request.range} does not run, so it has no terminal`,
      409,
    );
  }
  return engine.terminal(node.container, {
    command: [
      `${holdFolder}/busybox`,
      'sh',
      '-c',
      'cd "${HOME:-/}" 2>/dev/null || cd /; exec "$@"',
      'terminal',
      ...request.shell,
    ],
    user: request.user,
    environment: [...terminalEnvironment, ...(request.environment ?? [])],
    cols: request.cols,
    rows: request.rows,
  });
}
