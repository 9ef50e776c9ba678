import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../apps/cli/postgres.js';

/** What a command of `vocr` did. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** An installation of its own, with an own folder of data and an own port, driven through the built command line. */
export interface TestInstallation {
  data: string;
  port: number;
  address: string;
  run(...args: string[]): Promise<Ran>;
  /** Brings it down, whatever state it is in, and removes its data. */
  remove(): Promise<void>;
}

/** Most that a command may take, in milliseconds: the first `up` on a machine builds the lab images. */
const patience = 900_000;

/** Makes an installation; nothing runs yet. */
export async function testInstallation(env: Record<string, string> = {}): Promise<TestInstallation> {
  const data = mkdtempSync(join(tmpdir(), 'vocr-e2e-'));
  const port = (await freePort(0))!;
  const settings = { ...process.env, VOCR_DATA: data, VOCR_PORT: String(port), ...env };
  const run = (...args: string[]) =>
    new Promise<Ran>((resolve) => {
      execFile(
        process.execPath,
        ['dist/apps/cli/main.js', ...args],
        { env: settings, timeout: patience },
        (error, stdout, stderr) => {
          const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
          resolve({ code, stdout, stderr });
        },
      );
    });
  return {
    data,
    port,
    address: `http://127.0.0.1:${port}`,
    run,
    async remove() {
      const down = await run('down');
      if (down.code !== 0) throw new Error(`the installation in ${data} does not end: ${down.stderr}`);
      rmSync(data, { recursive: true });
    },
  };
}
