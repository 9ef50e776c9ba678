import { execFile } from 'node:child_process';

/** What a command of `vocr` did. */
export interface Ran {
  /** Exit code; -1 when a signal ended it. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Most that a command may take, in milliseconds: the first `up` on a machine builds the lab images. */
const patience = 900_000;

/** This process's environment without the settings of any real installation, and with those given. */
export function cleanEnvironment(settings: Record<string, string> = {}): Record<string, string | undefined> {
  const ofInstallation = (name: string) =>
    name.startsWith('VOCR_') || name === 'DATABASE_URL' || name === 'REDIS_URL';
  const kept = Object.entries(process.env).filter(([name]) => !ofInstallation(name));
  return { ...Object.fromEntries(kept), ...settings };
}

/** Runs a command of the built `vocr` to its end, with only the given settings. */
export function vocr(args: readonly string[], settings: Record<string, string>): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { env: cleanEnvironment(settings), timeout: patience, maxBuffer: 16 << 20 };
    execFile(process.execPath, ['apps/cli/vocr.mjs', ...args], options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

/**
 * Runs a command that is to succeed.
 * @returns what it printed
 * @throws Error with all that it said when it does not end with 0
 */
export async function mustVocr(args: readonly string[], settings: Record<string, string>): Promise<string> {
  const { code, stdout, stderr } = await vocr(args, settings);
  if (code === 0) return stdout;
  throw new Error(`vocr ${args.join(' ')} ended with ${code}:\n${stdout}${stderr}`);
}
