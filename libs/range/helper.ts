import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { tarOf } from './archive.js';
import type { ContainerSpec, Engine, ExecRequest, ExecResult } from './engine-model.js';
import { EngineError } from './errors.js';
import { HelperSession } from './helper-session.js';
import { removeScript } from './isolation.js';
import { helperName, helperRole, holdFolder, holdVolumeName, labelKeys } from './labels.js';

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

/**
 * What lets it enter nodes' namespaces, set addresses and rules, and mount and own what nodes write. A layer's files are
 * copied with the rights of whoever mounted it, hence FSETID and SETFCAP.
 */
const capabilities = [
  'NET_ADMIN',
  'NET_RAW',
  'SYS_ADMIN',
  'SYS_CHROOT',
  'SYS_PTRACE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'SETFCAP',
];

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
  const dockerfile = await readFile(helperDockerfile());
  const hash = createHash('sha256').update(dockerfile).digest('hex').slice(0, 12);
  const tag = `vocr/helper:${hash}`;
  const there = await engine.images.inspect(tag);
  return { tag, hash, id: there?.id ?? (await buildHelper(engine, tag, dockerfile, onProgress)) };
}

/**
 * Makes the helper's image and container where they are missing. A helper of another version of VOCR is replaced; nodes
 * that it held keep their volume.
 */
export async function ensureHelper(engine: Engine, options: EnsureHelperOptions): Promise<Helper> {
  const { installation } = options;
  const { id: image, hash } = await ensureHelperImage(engine, options.onProgress);
  const holdVolume = holdVolumeName(installation, hash);
  const container = await ensureContainer(engine, installation, image, holdVolume);
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
  dockerfile: Buffer,
  onProgress?: (line: string) => void,
) {
  const context = Readable.from([
    await tarOf([{ path: 'Dockerfile', content: dockerfile, uid: 0, gid: 0, mode: 0o644 }]),
  ]);
  return engine.images.build(context, { tag, labels: { [labelKeys.role]: helperRole }, onProgress });
}

async function ensureContainer(
  engine: Engine,
  installation: string,
  image: string,
  holdVolume: string,
): Promise<string> {
  const name = helperName(installation);
  const there = await engine.containers.inspect(name);
  if (there && there.labels[labelKeys.installation] !== installation) {
    throw new EngineError(`container ${name} is in the way and is not ours; remove or rename it`);
  }
  if (there?.image === image && there.state === 'running') return there.id;
  if (there) await engine.containers.remove(there.id);
  const labels = { [labelKeys.installation]: installation };
  await engine.volumes.create(holdVolume, labels);
  const spec: ContainerSpec = {
    Image: image,
    Labels: { ...labels, [labelKeys.role]: helperRole },
    HostConfig: {
      Init: true,
      PidMode: 'host',
      NetworkMode: 'host',
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      SecurityOpt: ['apparmor=unconfined'],
      // An empty volume takes on what the image has there.
      Mounts: [{ Type: 'volume', Source: holdVolume, Target: holdFolder, ReadOnly: false }],
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '2' } },
      RestartPolicy: { Name: 'no' },
    },
  };
  const id = await engine.containers.create(name, spec);
  await engine.containers.start(id);
  return id;
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
  if (last && running) {
    const result = await engine.exec(running.id, {
      command: ['sh', '-s'],
      input: removeScript(),
      timeoutMs: 30_000,
    });
    if (result.timedOut)
      throw new EngineError('the static rules could not be taken away within 30 s; try again');
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
