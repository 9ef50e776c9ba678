import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LogFile } from './log-file.js';
import { messageOf, Problem } from '../reporting/problem.js';

/** How to run a command whose output goes to a log. */
export interface RunOptions {
  /** File that gets all output. */
  log: string;
  env?: NodeJS.ProcessEnv;
  /** Called with each line, for progress. */
  onLine?: (line: string) => void;
}

/** A command as a person would type it. */
export function commandLine(command: string, args: readonly string[]): string {
  const quote = (word: string) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
  return [command, ...args].map(quote).join(' ');
}

/**
 * Runs a command to its end.
 * @throws Problem when it cannot be run or ends with anything but 0, with the tail of its output and the command to run by hand
 */
export async function runLogged(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<void> {
  await mkdir(dirname(options.log), { recursive: true, mode: 0o700 });
  const log = new LogFile(options.log);
  const line = commandLine(command, args);
  log.line(`$ ${line}`);
  const child = spawn(command, args, { env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      log.add(chunk);
      const last = chunk.trimEnd().split('\n').at(-1);
      if (last) options.onLine?.(last);
    });
  }
  const failure = await new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`could not be run: ${messageOf(error)}`));
    child.once('close', (code, by) =>
      resolve(code === 0 ? undefined : by ? `was ended by ${by}` : `ended with code ${code}`),
    );
  });
  if (failure) {
    throw new Problem(`\`${line}\` ${failure}.`, {
      tail: log.tail().slice(-12),
      log: log.path,
      mend: `run by hand: ${line}`,
    });
  }
}
