import { spawn } from 'node:child_process';
import { askEngine, askEngineJson, engineMessages } from './engine-client.js';
import { LogFile } from './log-file.js';
import { findProgram, installPackages, isRoot, systemPath } from './packages.js';
import { messageOf, Problem } from './problem.js';
import type { EngineAddress } from './engine-client.js';
import type { Say } from './steps.js';

/** The image that every Dockerfile of VOCR starts from. */
export const baseImage = { repository: 'debian', tag: 'bookworm-slim', suite: 'bookworm' };
const baseName = `${baseImage.repository}:${baseImage.tag}`;

/** Is the base image on the engine? */
export async function hasBaseImage(engine: EngineAddress): Promise<boolean> {
  return (await askEngineJson(engine, `/images/${baseName}/json`)) !== undefined;
}

/**
 * Sees to it that the engine has the base image: the copy that is there, else a registry's, else one made of Debian's packages.
 * @throws Problem naming why each way failed
 */
export async function ensureBaseImage(engine: EngineAddress, logs: string, say: Say): Promise<void> {
  if (await hasBaseImage(engine)) return say(`${baseName} is there`);
  const pullFailure = await pull(engine, say);
  if (!pullFailure) return say(`${baseName} pulled`);
  say('no registry has it for us; making it from Debian packages');
  try {
    await make(engine, `${logs}/base-image.log`, say);
  } catch (error) {
    throw new Problem(
      `The base image ${baseName} could neither be pulled (${pullFailure}) nor made: ${messageOf(error)}`,
      {
        mend: `bring it here: docker save ${baseName} on a machine that has it, docker load on this one`,
        ...(error instanceof Problem ? { tail: error.tail, log: error.log } : {}),
        cause: error,
      },
    );
  }
  say(`${baseName} made from Debian packages`);
}

/** Milliseconds without a sign of life from the registry before it is given up. */
const registryPatience = 60_000;

/** Pulls the image. Returns why that failed. */
async function pull(engine: EngineAddress, say: Say): Promise<string | undefined> {
  say(`pulling ${baseName}`);
  try {
    const answer = await askEngine(engine, '/images/create', {
      method: 'POST',
      query: { fromImage: baseImage.repository, tag: baseImage.tag },
      idle: registryPatience,
    });
    return await follow(answer, (message) =>
      say(`pulling ${baseName}: ${[message['status'], message['progress']].filter(Boolean).join(' ')}`),
    );
  } catch (error) {
    return messageOf(error);
  }
}

/** Makes the image with mmdebstrap and hands it to the engine. */
async function make(engine: EngineAddress, logPath: string, say: Say): Promise<void> {
  if (!findProgram('mmdebstrap')) {
    const packages = ['mmdebstrap', 'debian-archive-keyring'];
    await installPackages(packages, 'Making the base image needs mmdebstrap', logPath, say);
  }
  const log = new LogFile(logPath);
  const mode = isRoot() ? 'root' : 'unshare';
  const child = spawn('mmdebstrap', [`--mode=${mode}`, '--variant=minbase', baseImage.suite, '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: systemPath() },
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log.add(chunk);
    const progress = /^I: (.+)$/m.exec(chunk)?.[1];
    if (progress) say(`making ${baseName}: ${progress}`);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)));
    child.once('close', (code, by) => resolve(code === 0 ? undefined : `ended with ${by ?? `code ${code}`}`));
  });
  const importing = askEngine(engine, '/images/create', {
    method: 'POST',
    query: { fromSrc: '-', repo: baseImage.repository, tag: baseImage.tag, changes: 'CMD ["bash"]' },
    body: child.stdout,
    idle: 600_000,
  }).then((answer) => follow(answer, () => undefined));
  const [making, imported] = await Promise.all([ended, importing.catch(messageOf)]);
  if (making) throw new Problem(`mmdebstrap ${making}.`, { tail: log.tail().slice(-12), log: logPath });
  if (imported) throw new Problem(`the engine did not take the image: ${imported}`, { log: logPath });
}

/** Reads the engine's messages to the end. Returns the error among them, if any. */
async function follow(
  answer: Awaited<ReturnType<typeof askEngine>>,
  tell: (message: Record<string, unknown>) => void,
): Promise<string | undefined> {
  let failure: string | undefined;
  for await (const message of engineMessages(answer)) {
    const said = message['error'] ?? ((answer.statusCode ?? 500) >= 400 ? message['message'] : undefined);
    if (said) failure = String(said);
    else tell(message);
  }
  return (
    failure ?? ((answer.statusCode ?? 500) >= 400 ? `the engine answered ${answer.statusCode}` : undefined)
  );
}
