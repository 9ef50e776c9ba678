import { Readable } from 'node:stream';
import { tarOf } from '../archive.js';
import type { BuildBounds, Engine } from '../engine-model.js';
import { EngineError, EngineGone } from '../errors.js';
import { labelKeys } from '../labels.js';
import { BuildOutput } from './build-output.js';
import type { ImageProgress } from './progress.js';
import type { Recipe } from './recipe.js';

/** What a build may use of its host, and for how long. */
export interface BuildLimits {
  /** Bytes that a build's containers may hold. */
  memory: number;
  /** Processors. */
  cpus: number;
  /** Wall time, ms. */
  time: number;
  /** Bytes free where the engine keeps its data: to begin with, and below which a build is ended. */
  disk: { start: number; least: number };
}

const gigabyte = 1e9;

/** Enough for Debian's packages and for compiling something. */
export const usualLimits: BuildLimits = {
  memory: 2 * gigabyte,
  cpus: 2,
  time: 20 * 60_000,
  disk: { start: 3 * gigabyte, least: gigabyte },
};

/** What one build is given. */
export interface BuildOrder {
  recipe: Recipe;
  tag: string;
  /** By the name that the Dockerfile has for them, the images that it is built on. */
  bases: ReadonlyMap<string, string>;
  limits: BuildLimits;
  network: boolean;
  /** Whether a person waits for it: others get a smaller share of the processors. */
  isUrgent: boolean;
  /** Bytes free where the engine keeps its data; undefined where it is not known. */
  freeDisk: () => Promise<number | undefined>;
  tell: (progress: ImageProgress) => void;
  signal: AbortSignal;
}

/** How often elapsed time is told and the disk looked at, ms. */
const lookEvery = 2_000;
const [urgentShares, otherShares] = [512, 128];

/**
 * Builds an image and gives it its tag, unless another process has done so meanwhile: then that one counts, and this one is
 * thrown away.
 * @returns its id
 * @throws EngineError naming the Dockerfile, the step and its last lines; the signal's reason when it is aborted
 */
export async function buildImage(engine: Engine, order: BuildOrder): Promise<string> {
  const { tag } = order;
  const id = await build(engine, order);
  const there = await engine.images.inspect(tag);
  if (!there) {
    await engine.images.tag(id, tag);
  } else if (there.id !== id) {
    await forget(engine, id);
    return there.id;
  }
  return id;
}

async function build(engine: Engine, order: BuildOrder): Promise<string> {
  const { recipe, limits, network } = order;
  const about = `${recipe.title} (${recipe.place})`;
  await demandDisk(about, order);
  const output = new BuildOutput();
  const watch = watchBuild(about, order, output);
  try {
    return await engine.images.build(Readable.from([await contextOf(order)]), {
      about,
      labels: { [labelKeys.image]: recipe.repository },
      bounds: boundsOf(limits, order.isUrgent),
      network,
      onProgress: (text) => {
        if (output.add(text)) watch.tell();
      },
      signal: watch.signal,
    });
  } catch (error) {
    if (watch.signal.aborted) throw watch.signal.reason;
    if (error instanceof EngineGone || !(error instanceof EngineError)) throw error;
    throw new EngineError(whyItFailed(about, error, output), error.status);
  } finally {
    watch.end();
  }
}

function whyItFailed(about: string, { message }: EngineError, output: BuildOutput): string {
  const code = /returned a non-zero code: (\d+)\s*$/.exec(message)?.[1];
  // The engine repeats the whole command, which the Dockerfile shows better.
  const what =
    code === undefined
      ? `${message.trimEnd()}; in ${output.place()}`
      : `building image ${about}: ${output.place(`ended with code ${code}`)}`;
  return [what, ...output.tail().map((line) => `  ${line}`)].join('\n');
}

/** Tells how a build goes on, and ends one that takes too much time or disk. */
function watchBuild(about: string, order: BuildOrder, output: BuildOutput) {
  const begun = performance.now();
  const giveUp = new AbortController();
  const { limits, recipe } = order;
  const tell = () => {
    const seconds = Math.round((performance.now() - begun) / 1000);
    const { step, of, line } = output;
    order.tell({
      image: recipe.title,
      doing: 'building',
      seconds,
      line,
      ...(step === undefined ? {} : { step, of }),
    });
  };
  const end = (why: string) =>
    giveUp.abort(new EngineError(`building image ${about} was ended: ${why}; in ${output.place()}`));
  const look = async () => {
    tell();
    if (performance.now() - begun > limits.time) end(`it was not done after ${limits.time / 60_000} minutes`);
    const free = await order.freeDisk();
    if (free !== undefined && free < limits.disk.least) {
      end(`the engine's disk is nearly full, with ${size(free)} free; ${spaceMend}`);
    }
  };
  const timer = setInterval(() => {
    look().catch((error: unknown) => giveUp.abort(error));
  }, lookEvery);
  tell();
  return {
    signal: AbortSignal.any([order.signal, giveUp.signal]),
    tell,
    end: () => clearInterval(timer),
  };
}

const spaceMend = 'remove images that nothing needs: npx vocr image prune';
const size = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;

async function demandDisk(about: string, { freeDisk, limits }: BuildOrder): Promise<void> {
  const free = await freeDisk();
  if (free === undefined || free >= limits.disk.start) return;
  const figures = `${size(free)} are free where the engine keeps its data, and a build needs ${size(limits.disk.start)}`;
  throw new EngineError(`image ${about} is not built: ${figures}; ${spaceMend}`);
}

const boundsOf = ({ memory, cpus }: BuildLimits, isUrgent: boolean): BuildBounds => ({
  memory,
  cpus,
  cpuShares: isUrgent ? urgentShares : otherShares,
});

/** The archive of the context. Packs carry no permissions: scripts are made executable by their Dockerfile. */
function contextOf({ recipe, bases }: BuildOrder): Promise<Buffer> {
  const dockerfile = Buffer.from(recipe.dockerfile.withBases(bases));
  const file = (path: string, content: Buffer) => ({ path, content, uid: 0, gid: 0, mode: 0o644 });
  return tarOf(
    [...recipe.files].map(([path, content]) =>
      file(path, path === 'Dockerfile' ? dockerfile : Buffer.from(content)),
    ),
  );
}

/** Takes away an image that nobody knows but this process; its layers stay, for others may be building on them. */
async function forget(engine: Engine, id: string): Promise<void> {
  try {
    await engine.images.remove(id, { keepParents: true });
  } catch (error) {
    // Another image was made of it meanwhile: then it is not ours to take away.
    if (!(error instanceof EngineError && error.status === 409)) throw error;
  }
}
