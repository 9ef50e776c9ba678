import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInstallation, type Installation } from '../installation/installation.js';
import { anyFreePort } from '../machine/port.js';
import { Problem } from '../reporting/problem.js';

/** An installation that was started for one command. */
export interface PrivateInstallation {
  installation: Installation;
  /** Address on this machine. */
  url: string;
  /** Ends it and removes its data. */
  end(): Promise<void>;
  /** What ends it from a shell, when it is left up. */
  endBy: string;
}

/** The catalogue of a private installation: nothing has to be built before it is up. */
const nothing = `apiVersion: vocr/v1
id: nothing
version: 1.0.0
title: { en: Nothing }
summary: { en: So that no image of another scenario is built ahead of need. }
authors: [VOCR]
license: Apache-2.0
difficulty: beginner
duration: 1m
languages: [en]
networks: {}
nodes: {}
`;

/**
 * Starts an installation with a folder, a port, a database and a queue of its own.
 * @param program file of this command line
 * @throws Problem with the last lines of what failed; nothing is left of it then
 */
export async function startPrivate(program: string, { root }: Installation): Promise<PrivateInstallation> {
  const port = await anyFreePort();
  if (!port) throw new Problem('No TCP port on 127.0.0.1 is free for a private installation.');
  const data = await mkdtemp(join(tmpdir(), 'vocr-private-'));
  const { DATABASE_URL: _database, REDIS_URL: _redis, VOCR_PUBLIC_URL: _public, ...others } = process.env;
  const own = {
    VOCR_DATA: data,
    VOCR_PORT: String(port),
    VOCR_LISTEN: '127.0.0.1',
    VOCR_SCENARIOS: join(data, 'catalogue'),
  };
  const env = { ...others, ...own };
  const vocr = (...args: string[]) => run(program, args, root, env);
  const end = async () => {
    await vocr('down');
    await rm(data, { recursive: true, force: true });
  };
  try {
    await mkdir(join(own.VOCR_SCENARIOS, 'nothing'), { recursive: true });
    await writeFile(join(own.VOCR_SCENARIOS, 'nothing', 'scenario.yaml'), nothing);
    await writeFile(join(own.VOCR_SCENARIOS, 'nothing', 'brief.en.md'), '# Nothing\n');
    await vocr('up', '--detach');
    const installation = findInstallation(env);
    const endBy = `VOCR_DATA=${data} VOCR_PORT=${port} npx vocr down && rm -r ${data}`;
    return { installation, url: `http://127.0.0.1:${port}`, end, endBy };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Runs a command of this program. In a session of its own: Ctrl-C is for whoever started it, who then ends it in order. */
function run(program: string, args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env, maxBuffer: 1 << 24, detached: true };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const tail = `${stdout}${stderr}`.trim().split('\n').slice(-20);
      reject(new Problem(`vocr ${args.join(' ')} failed.`, { tail, cause: error }));
    });
  });
}
