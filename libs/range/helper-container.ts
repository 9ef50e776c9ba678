import { setTimeout as sleep } from 'node:timers/promises';
import type { ContainerSpec, Engine } from './engine-model.js';
import { EngineError, EngineGone } from './errors.js';
import { helperName, helperRole, holdFolder, labelKeys } from './labels.js';

/**
 * What lets it enter nodes' namespaces, set addresses and rules, and mount and own what nodes write. A layer's files are
 * copied with the rights of whoever mounted it, hence FSETID and SETFCAP. What captures packets goes on as a user without
 * rights, hence SETUID and SETGID, and KILL to end it.
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
  'SETUID',
  'SETGID',
  'KILL',
];

/** Other processes that make the same helper may be in the way this often, with a pause in between, ms. */
const tries = 20;
const pauseMs = 250;
/** What the engine answers when another process was quicker: gone already, or there already, or just being removed. */
const overtaken = [404, 409];

/**
 * The helper's container, running: made where it is missing or of another image. Of several processes that do so at once
 * one makes it and all get the same.
 * @throws EngineError when a container of its name is not ours
 */
export async function ensureHelperContainer(
  engine: Engine,
  installation: string,
  image: string,
  holdVolume: string,
): Promise<string> {
  for (let tried = 1; ; tried++) {
    try {
      return await makeOrFind(engine, installation, image, holdVolume);
    } catch (error) {
      const again = error instanceof EngineError && !(error instanceof EngineGone) && tried < tries;
      if (!again || !overtaken.includes(error.status ?? 0)) throw error;
      await sleep(pauseMs);
    }
  }
}

async function makeOrFind(
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
  if (there?.image === image && there.state === 'created') {
    // Another process is about to start it, or ended before it could; to start it twice is fine.
    await engine.containers.start(there.id);
    return there.id;
  }
  if (there) await engine.containers.remove(there.id);
  await engine.volumes.create(holdVolume, { [labelKeys.installation]: installation });
  const id = await engine.containers.create(name, helperSpec(installation, image, holdVolume));
  await engine.containers.start(id);
  return id;
}

function helperSpec(installation: string, image: string, holdVolume: string): ContainerSpec {
  return {
    Image: image,
    Labels: { [labelKeys.installation]: installation, [labelKeys.role]: helperRole },
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
}
