import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import type { EngineClient } from './engine.js';
import { engineFailure } from './engine-failure.js';
import type { BuildBounds, Engine } from './engine-model.js';
import { EngineError } from './errors.js';
import { readJsonLines } from './json-lines.js';
import { whileHeard } from './while-heard.js';

/** Wall time without a word from the registry or the engine before a transfer is given up, ms. */
const defaultSilenceMs = 300_000;

/** What an engine does with images. */
export function imagesOf({ docker, where, call, must }: EngineClient): Engine['images'] {
  const images: Engine['images'] = {
    async inspect(reference) {
      const image = await call(
        `inspecting image ${reference}`,
        () => docker.getImage(reference).inspect(),
        [404],
      );
      if (!image) return undefined;
      const entrypoint = image.Config.Entrypoint ?? [];
      return {
        id: image.Id,
        entrypoint: typeof entrypoint === 'string' ? [entrypoint] : entrypoint,
        command: image.Config.Cmd ?? [],
        volumes: Object.keys(image.Config.Volumes ?? {}),
        labels: image.Config.Labels ?? {},
      };
    },
    async pull(reference, { onProgress, silenceMs = defaultSilenceMs, signal } = {}) {
      const what = `pulling image ${reference}`;
      await transfer(what, silenceMs, async (silent, heard) => {
        const abortSignal = signal ? AbortSignal.any([signal, silent]) : silent;
        const stream = await docker.pull(reference, { abortSignal });
        await progress(what, stream as Readable, (line) => {
          heard();
          onProgress?.(line);
        });
      });
      return idOf(what, reference);
    },
    async import(archive, { tag, changes = [], silenceMs = defaultSilenceMs }) {
      const what = `importing image ${tag}`;
      await transfer(what, silenceMs, async (signal, heard) => {
        const passing = new Transform({
          transform(chunk, _encoding, done) {
            heard();
            done(null, chunk);
          },
        });
        const options = { repo: tag, changes: changes.join('\n'), abortSignal: signal };
        const answered = docker
          .importImage(passing, options)
          .then((stream) => progress(what, stream as Readable, heard))
          // Nobody reads on after a failure: whoever writes the archive must not wait for that.
          .finally(() => passing.destroy());
        const [sent, taken] = await Promise.allSettled([pipeline(archive, passing), answered]);
        if (taken.status === 'rejected') throw taken.reason;
        if (sent.status === 'rejected') throw sent.reason;
      });
      return idOf(what, tag);
    },
    async build(context, { tag, about = tag, labels, bounds, network = true, onProgress, signal }) {
      const what = `building image ${about}`;
      const options = {
        ...(tag === undefined ? {} : { t: tag }),
        labels,
        rm: true,
        forcerm: true,
        ...(bounds ? boundsOf(bounds) : {}),
        ...(network ? {} : { networkmode: 'none' }),
        abortSignal: signal,
      };
      const stream = await must(what, () => docker.buildImage(context, options));
      const built = await progress(what, stream as Readable, onProgress);
      if (tag !== undefined) return idOf(what, tag);
      if (built === undefined) throw new EngineError(`${what}: the engine did not say which image it made`);
      return built;
    },
    async tag(id, reference) {
      const { repository, tag } = partsOf(reference);
      await must(`naming image ${reference}`, () => docker.getImage(id).tag({ repo: repository, tag }));
    },
    async list(labels) {
      const what = 'listing images';
      const found = await must(what, () => docker.listImages({ filters: { label: labels } }));
      const images = found.map(async ({ Id: id, Size: size, RepoTags, Labels, Created }) => {
        const image = await call(what, () => docker.getImage(id).inspect(), [404]);
        const named = Date.parse(String(metadataOf(image)?.LastTagTime));
        const tags = (RepoTags ?? []).filter((tag) => tag !== '<none>:<none>');
        const since = Math.max(Created * 1000, Number.isNaN(named) ? 0 : named);
        return { id, tags, size, labels: Labels ?? {}, since };
      });
      return Promise.all(images);
    },
    async inUse() {
      const all = await must('listing containers', () => docker.listContainers({ all: true }));
      return new Set(all.map(({ ImageID }) => ImageID));
    },
    remove: async (reference, { keepParents = false } = {}) =>
      void (await call(
        `removing image ${reference}`,
        () => docker.getImage(reference).remove({ noprune: keepParents }),
        [404],
      )),
  };

  async function idOf(what: string, reference: string): Promise<string> {
    const image = await images.inspect(reference);
    if (!image) throw new EngineError(`${what}: the engine does not have it afterwards`);
    return image.id;
  }

  async function transfer(
    what: string,
    silenceMs: number,
    work: (signal: AbortSignal, heard: () => void) => Promise<void>,
  ): Promise<void> {
    const silence = new EngineError(`${what}: nothing was heard for ${silenceMs / 1000} s`);
    try {
      await whileHeard(silenceMs, silence, work);
    } catch (error) {
      throw engineFailure(what, where, error);
    }
  }

  /**
   * Follows a pull's, an import's or a build's output to its end, and throws what it reports.
   * @returns the id of the image that was made, where it is said
   */
  async function progress(
    what: string,
    stream: Readable,
    onProgress?: (line: string) => void,
  ): Promise<string | undefined> {
    let reported: string | undefined;
    let id: string | undefined;
    type Message = {
      stream?: string;
      status?: string;
      progress?: string;
      error?: string;
      aux?: { ID?: string };
    };
    // A build's output comes in pieces that are no lines.
    let piece = '';
    const tell = (line: string) => {
      if (line.trim()) onProgress?.(line.trimEnd());
    };
    const read = readJsonLines<Message>(stream, (message) => {
      reported = message.error ?? reported;
      id = message.aux?.ID ?? id;
      if (message.stream === undefined) {
        tell([message.status, message.progress].filter(Boolean).join(' '));
        return;
      }
      const lines = (piece + message.stream).split('\n');
      piece = lines.pop()!.slice(-longestPiece);
      lines.forEach(tell);
    });
    await read.catch((error: unknown) => {
      throw engineFailure(what, where, error);
    });
    tell(piece);
    if (reported !== undefined) throw new EngineError(`${what}: ${reported}`);
    return id;
  }
  return images;
}

/** Characters kept of a line that does not end. */
const longestPiece = 10_000;

/** The processors of a period of the kernel's scheduler, µs. */
const cpuPeriod = 100_000;

/** The bounds of a build's containers as the engine's own builder takes them; it has none for processes. */
const boundsOf = ({ memory, cpus, cpuShares }: BuildBounds) => ({
  memory,
  memswap: memory,
  cpuperiod: cpuPeriod,
  cpuquota: Math.round(cpus * cpuPeriod),
  cpushares: cpuShares,
});

/** What an engine notes of an image beside what is in it; older and newer ones leave it out. */
const metadataOf = (image: unknown) =>
  (image as { Metadata?: { LastTagTime?: string } } | undefined)?.Metadata;

function partsOf(reference: string): { repository: string; tag: string } {
  const at = reference.lastIndexOf(':');
  return { repository: reference.slice(0, at), tag: reference.slice(at + 1) };
}
