import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { issueToken } from '../installation/accounts.js';
import type { Installation } from '../installation/installation.js';
import { freePort } from '../machine/port.js';
import { urlOf } from '../postgres/postgres.js';
import { Problem } from '../reporting/problem.js';
import { findLauncher } from '../installation/records.js';
import type { Steps } from '../reporting/steps.js';
import { Api } from './api.js';

const run = promisify(execFile);
const author = { user: 'scenario-test', role: 'author' };

/** An installation to try a scenario on. */
export interface Platform {
  api: Api;
  /** Ends it, if it was started for this. */
  end(): Promise<void>;
}

/** The running installation, or else one of its own that is started for this and leaves nothing behind. */
export async function findPlatform(
  installation: Installation,
  program: string,
  steps: Steps,
): Promise<Platform> {
  const launcher = await findLauncher(installation.data);
  if (!launcher) {
    const own = await steps.step('Start a private installation', () => startPrivate(program, installation));
    return { ...own, end: () => steps.step('Stop the private installation', own.end) };
  }
  const { config, postgres } = installation;
  const databaseUrl = config.databaseUrl ?? (await urlOf(postgres, 'vocr'));
  const token = await issueToken(databaseUrl, author);
  return { api: new Api(launcher.local, token), end: async () => undefined };
}

async function startPrivate(program: string, { root }: Installation): Promise<Platform> {
  const port = await freePort(0);
  if (!port) throw new Problem('No TCP port on 127.0.0.1 is free for a private installation.');
  const data = await mkdtemp(join(tmpdir(), 'vocr-private-'));
  const env = { ...process.env, VOCR_DATA: data, VOCR_PORT: String(port), VOCR_LISTEN: '127.0.0.1' };
  const vocr = async (...args: string[]) => {
    try {
      return (await run(process.execPath, [program, ...args], { cwd: root, env, maxBuffer: 1 << 24 })).stdout;
    } catch (error) {
      const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
      throw new Problem(`vocr ${args.join(' ')} failed.`, {
        tail: `${stdout}${stderr}`.trim().split('\n').slice(-20),
      });
    }
  };
  const end = async () => {
    await vocr('down');
    await rm(data, { recursive: true, force: true });
  };
  try {
    await vocr('up', '--detach');
    const token = (await vocr('token', '--user', author.user, '--role', author.role)).trim();
    return { api: new Api(`http://127.0.0.1:${port}`, token), end };
  } catch (error) {
    await end();
    throw error;
  }
}
