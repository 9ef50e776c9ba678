import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import type { ChildProcess } from 'node:child_process';
import type { LogFile } from './log-file.js';
import { messageOf } from '../reporting/problem.js';
import type { StopStep } from './process-identity.js';

/** A program that is to run as long as the launcher does. */
export interface Program {
  /** What people call it, e.g. `worker`. */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  log: LogFile;
  /** People wait for its answers: it goes before what launches ranges, where the launcher may ask for that. */
  first?: boolean;
  /** How it is ended; SIGKILL follows when nothing helped. */
  stop?: readonly StopStep[];
  /** Runs the command so that a tether to the launcher survives; see `tether`. */
  tetherSignal?: 'TERM' | 'INT';
}

/** What became of a program that ended by itself. */
export interface Death {
  name: string;
  /** E.g. `ended with code 1`. */
  how: string;
  /** Milliseconds until it is started again. */
  restartIn: number;
  /** Ends since it last ran for a quarter of a minute, this one included. */
  inARow: number;
}

/** A program under supervision. */
export interface Supervised {
  readonly name: string;
  /** Process number while it runs. */
  readonly pid: number | undefined;
  /** How often it ended by itself since it last ran for a quarter of a minute. */
  readonly deathsInARow: number;
  /** File of its log. */
  readonly log: string;
  /** Its last lines of output. */
  tail(): string[];
  /** Ends it for good: politely, then with SIGKILL. */
  stop(): Promise<void>;
}

const politely: readonly StopStep[] = [{ signal: 'SIGTERM', wait: 15_000 }];
/** After so long alive, a program is thought sound again. */
const soundAfter = 15_000;
/** First and longest wait before a restart, in milliseconds. */
const backoff = { first: 500, longest: 30_000 };

/** Milliseconds to wait before the restart that follows the n-th death in a row. */
export function restartDelay(deathsInARow: number): number {
  return Math.min(backoff.first * 2 ** (deathsInARow - 1), backoff.longest);
}

/** Starts a program, and starts it again whenever it ends by itself. */
export function supervise(program: Program, onDeath: (death: Death) => void): Supervised {
  let child: ChildProcess | undefined;
  let restart: NodeJS.Timeout | undefined;
  let stopping = false;
  let deathsInARow = 0;

  const start = () => {
    const begun = performance.now();
    const [command, args] = tether(program.command, program.args, program.tetherSignal ?? 'TERM');
    // A session of its own: Ctrl-C reaches the launcher only, which ends its programs in order.
    const born = spawn(command, args, {
      cwd: program.cwd,
      env: program.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child = born;
    if (program.first && born.pid !== undefined) goFirst(born.pid, program);
    for (const stream of [born.stdout, born.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => program.log.add(chunk));
    }
    const ended = (how: string) => {
      if (child !== born) return;
      child = undefined;
      program.log.line(`-- ${program.name} ${how}`);
      if (stopping) return;
      deathsInARow = performance.now() - begun > soundAfter ? 1 : deathsInARow + 1;
      const restartIn = restartDelay(deathsInARow);
      restart = setTimeout(start, restartIn);
      onDeath({ name: program.name, how, restartIn, inARow: deathsInARow });
    };
    born.once('error', (error) => ended(`could not be run: ${messageOf(error)}`));
    born.once('exit', (code, by) => ended(by ? `was ended by ${by}` : `ended with code ${code}`));
  };

  start();
  return {
    name: program.name,
    log: program.log.path,
    get pid() {
      return child?.pid;
    },
    get deathsInARow() {
      return deathsInARow;
    },
    tail: () => program.log.tail(),
    async stop() {
      stopping = true;
      clearTimeout(restart);
      for (const step of [...(program.stop ?? politely), { signal: 'SIGKILL', wait: 5_000 } as const]) {
        const living = child;
        if (!living) return;
        living.kill(step.signal);
        await endWithin(living, step.wait);
      }
    },
  };
}

const firstNice = -10;

/** Only root may put a program before others; anyone else's runs as all do, and its log says so. */
function goFirst(pid: number, { name, log }: Program): void {
  try {
    goBefore(pid, firstNice);
  } catch (error) {
    log.line(`-- ${name} runs with the same priority as the rest: ${messageOf(error)}`);
  }
}

/**
 * Gives a process another share of the processors. Where the kernel groups processes by session, a nice value counts
 * inside the session alone, and the session has one of its own (sched(7), "The autogroup feature").
 * @throws the system's error when this user may not
 */
export function goBefore(pid: number, nice: number): void {
  setPriority(pid, nice);
  const session = `/proc/${pid}/autogroup`;
  if (existsSync(session)) writeFileSync(session, String(nice));
}

/** Resolves when the child ended, or after `milliseconds`. */
function endWithin(child: ChildProcess, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    const timer = setTimeout(resolve, milliseconds);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

const setpriv = '/usr/bin/setpriv';

/** Makes the kernel send a signal to the program when the launcher dies, even by SIGKILL, where setpriv can ask for that. */
export function tether(
  command: string,
  args: readonly string[],
  signal: 'TERM' | 'INT',
): [command: string, args: readonly string[]] {
  if (process.platform !== 'linux') return [command, args];
  try {
    accessSync(setpriv, constants.X_OK);
  } catch {
    return [command, args];
  }
  return [setpriv, ['--pdeathsig', signal, '--', command, ...args]];
}
