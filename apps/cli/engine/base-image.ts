import { spawn } from 'node:child_process';
import { EngineError } from '#range';
import type { Engine } from '#range';
import { LogFile } from '../processes/log-file.js';
import { findProgram, installPackages, isRoot, systemPath } from '../machine/packages.js';
import { messageOf, Problem } from '../reporting/problem.js';
import type { Say } from '../reporting/steps.js';

/** The image that every Dockerfile of VOCR starts from. */
export const baseImage = 'debian:bookworm-slim';
const suite = 'bookworm';

/** Is the base image on the engine? */
export async function hasBaseImage(engine: Engine): Promise<boolean> {
  return (await engine.images.inspect(baseImage)) !== undefined;
}

/**
 * Sees to it that the engine has the base image: the copy that is there, else a registry's, else one made of Debian's packages.
 * @throws Problem naming why each way failed
 */
export async function ensureBaseImage(engine: Engine, logs: string, say: Say): Promise<void> {
  if (await hasBaseImage(engine)) return say(`${baseImage} is there`);
  const pullFailure = await pull(engine, say);
  if (!pullFailure) return say(`${baseImage} pulled`);
  say('no registry has it for us; making it from Debian packages');
  try {
    await make(engine, `${logs}/base-image.log`, say);
  } catch (error) {
    throw new Problem(
      `The base image ${baseImage} could neither be pulled (${pullFailure.message}) nor made: ${messageOf(error)}`,
      {
        mend: `bring it here: docker save ${baseImage} on a machine that has it, docker load on this one`,
        ...(error instanceof Problem ? { tail: error.tail, log: error.log } : {}),
        cause: error,
      },
    );
  }
  say(`${baseImage} made from Debian packages`);
}

/** Milliseconds without a sign of life from the registry before it is given up. */
const registryPatience = 60_000;

/** Pulls the image. Returns why that failed. */
async function pull(engine: Engine, say: Say): Promise<EngineError | undefined> {
  say(`pulling ${baseImage}`);
  try {
    const onProgress = (line: string) => say(`pulling ${baseImage}: ${line}`);
    await engine.images.pull(baseImage, { onProgress, silenceMs: registryPatience });
    return undefined;
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
}

/** Milliseconds without a byte from mmdebstrap, which fetches packages first, or a word from the engine. */
const makingPatience = 600_000;

/** Makes the image with mmdebstrap and hands it to the engine. */
async function make(engine: Engine, logPath: string, say: Say): Promise<void> {
  if (!findProgram('mmdebstrap')) {
    const packages = ['mmdebstrap', 'debian-archive-keyring'];
    await installPackages(packages, 'Making the base image needs mmdebstrap', logPath, say);
  }
  const log = new LogFile(logPath);
  const mode = isRoot() ? 'root' : 'unshare';
  const child = spawn('mmdebstrap', [`--mode=${mode}`, '--variant=minbase', suite, '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: systemPath() },
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    log.add(chunk);
    const progress = /^I: (.+)$/m.exec(chunk)?.[1];
    if (progress) say(`making ${baseImage}: ${progress}`);
  });
  const ended = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(messageOf(error)));
    child.once('close', (code, by) => resolve(code === 0 ? undefined : `ended with ${by ?? `code ${code}`}`));
  });
  const importing = engine.images.import(child.stdout, {
    tag: baseImage,
    changes: ['CMD ["bash"]'],
    silenceMs: makingPatience,
  });
  const [making, imported] = await Promise.all([
    ended,
    importing.then(
      () => undefined,
      (error: unknown) => messageOf(error),
    ),
  ]);
  if (making) throw new Problem(`mmdebstrap ${making}.`, { tail: log.tail().slice(-12), log: logPath });
  if (imported) throw new Problem(`the engine did not take the image: ${imported}`, { log: logPath });
}
