import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { tarOf } from './archive.js';
import type { Engine, ExecRequest, ExecResult } from './engine-model.js';
import { EngineError } from './errors.js';
import { ensureHelperContainer } from './helper-container.js';
import { HelperSession } from './helper-session.js';
import { removeScript } from './isolation.js';
import { helperRole, holdVolumeName, labelKeys } from './labels.js';
import { clearOutputGroups } from './output-bounds.js';
import { outputGovernor } from './output-governor.js';
import { forgetGoneRanges } from './watch/tidy.js';

/** The host helper of an installation on an engine: tools with the host's namespaces, one container. */
export interface Helper {
  readonly installation: string;
  /** Docker's id of the helper's container. */
  readonly container: string;
  /** Volume with the static shell that holds nodes. */
  readonly holdVolume: string;
  /** Whether the engine's kernel has IPv6. */
  readonly ipv6: boolean;
  /** Runs a shell script, which goes in by standard input, as the helper's root. */
  run(script: string, timeoutMs: number): Promise<ExecResult>;
  /** Runs one command without a shell. */
  command(request: ExecRequest): Promise<ExecResult>;
  /** Whether it is talked with now, so that it surely runs. */
  isAlive(): Promise<boolean>;
  /** Ends the talk with it; the container stays. */
  close(): void;
}

export interface EnsureHelperOptions {
  installation: string;
  /** A line of the image's build, the first time. */
  onProgress?: (line: string) => void;
}

/**
 * Makes the helper's image where it is missing.
 * @returns its tag and Docker's id, and the hash of what it is made of
 */
export async function ensureHelperImage(
  engine: Engine,
  onProgress?: (line: string) => void,
): Promise<{ tag: string; id: string; hash: string }> {
  const { context, hash } = await helperSource();
  const tag = `vocr/helper:${hash}`;
  const there = await engine.images.inspect(tag);
  return { tag, hash, id: there?.id ?? (await buildHelper(engine, tag, context, onProgress)) };
}

/** Name of the volume that the helper of this version has, and by which the nodes of new ranges are held. */
export async function holdVolumeOf(installation: string): Promise<string> {
  return holdVolumeName(installation, (await helperSource()).hash);
}

/** What its image is made of, as an archive, and the hash of that. */
async function helperSource(): Promise<{ context: Buffer; hash: string }> {
  const file = (path: string, content: Buffer, mode = 0o644) => ({ path, content, uid: 0, gid: 0, mode });
  const context = await tarOf([
    file('Dockerfile', await readFile(helperDockerfile())),
    file('output-governor', Buffer.from(outputGovernor), 0o755),
  ]);
  return { context, hash: createHash('sha256').update(context).digest('hex').slice(0, 12) };
}

/**
 * Makes the helper's image and container where they are missing, also when another process does so at the same time. A helper of another version of VOCR is replaced; nodes
 * that it held keep their volume.
 */
export async function ensureHelper(engine: Engine, options: EnsureHelperOptions): Promise<Helper> {
  const { installation } = options;
  const { id: image, hash } = await ensureHelperImage(engine, options.onProgress);
  const holdVolume = holdVolumeName(installation, hash);
  const container = await ensureHelperContainer(engine, installation, image, holdVolume);
  const session = new HelperSession((command, onOutput) => engine.converse(container, command, onOutput));
  const run: Helper['run'] = (script, timeoutMs) =>
    session.command({ command: ['sh', '-s'], input: script, timeoutMs });
  const { stdout } = await run('test -d /proc/sys/net/ipv6 && echo ipv6; exit 0', 10_000);
  return {
    installation,
    container,
    holdVolume,
    ipv6: stdout.includes('ipv6'),
    run,
    command: (request) => session.command(request),
    isAlive: () => session.isAlive(),
    close: () => session.close(),
  };
}

async function buildHelper(
  engine: Engine,
  tag: string,
  context: Buffer,
  onProgress?: (line: string) => void,
) {
  return engine.images.build(Readable.from([context]), {
    tag,
    labels: { [labelKeys.role]: helperRole },
    onProgress,
  });
}

/**
 * Takes the helper and its volumes away; with the last helper on the engine, of whatever installation, also the static
 * rules. Ranges must be gone before.
 */
export async function removeHelper(engine: Engine, installation: string): Promise<void> {
  const helpers = await engine.containers.list([`${labelKeys.role}=${helperRole}`]);
  const own = helpers.filter((c) => c.labels[labelKeys.installation] === installation);
  const last = helpers.length === own.length;
  const running = own.find((c) => c.state === 'running');
  if (running) {
    const result = await engine.exec(running.id, {
      command: ['sh', '-s'],
      input: last ? `${forgetGoneRanges}\n${removeScript()}\n${clearOutputGroups}` : forgetGoneRanges,
      timeoutMs: 30_000,
    });
    if (result.timedOut)
      throw new EngineError('the rules on the host could not be taken away within 30 s; try again');
  }
  for (const { id } of own) await engine.containers.remove(id);
  for (const { name } of await engine.volumes.list([`${labelKeys.installation}=${installation}`])) {
    await engine.volumes.remove(name);
  }
}

/** Found from here upward: the sources and the build lie at different depths. */
function helperDockerfile(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const file = join(folder, 'docker', 'helper', 'Dockerfile');
    if (existsSync(file)) return file;
    if (folder === dirname(folder))
      throw new EngineError('docker/helper/Dockerfile is missing from this installation');
  }
}
