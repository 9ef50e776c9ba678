import type { ContainerSpec, ImageFacts } from './engine-model.js';
import { PolicyError } from './errors.js';
import { egressName, holdFolder, labelKeys, labelPrefix, nodeLabels, type Ownership } from './labels.js';
import type { DesiredNode } from './model.js';
import { seccompProfile } from './seccomp.js';

/** The user-defined hold: runs first in every node, with the image's own program as its arguments. */
export const holdScript = [
  'd=$PWD',
  `${holdFolder}/busybox mkfifo ${holdFolder}/run/go`,
  `read -r _ <${holdFolder}/run/go`,
  `: >${holdFolder}/run/released`,
  // The folder was entered before the writable layers were mounted over it.
  'cd "$d"',
  'exec "$@"',
].join('; ');

export const routerSysctls = {
  'net.ipv4.conf.all.rp_filter': '1',
  'net.ipv4.conf.default.rp_filter': '1',
  'net.ipv4.conf.all.send_redirects': '0',
  'net.ipv4.conf.default.send_redirects': '0',
};

const mebibyte = 2 ** 20;
const sharedMemory = 16 * mebibyte;
/**
 * The engine writes what nodes print, at its own cost, which is less than with JSON files. It holds up who prints faster than it
 * writes: dropping lines instead would let the writer go on at full speed.
 */
const boundedLog = { Type: 'local', Config: { 'max-size': '1m', 'max-file': '2', compress: 'false' } };
/** Of tmpfs, so a part of the node's memory limit. */
const holdSize = '64k';

export interface SpecInput {
  of: Ownership;
  node: DesiredNode;
  image: ImageFacts;
  /** The volume with the static shell. */
  holdVolume: string;
  /** Whether the engine's kernel has IPv6, which is then switched off in the node. */
  ipv6: boolean;
  /** Whom a proxy asks where the internet's hosts are; none: whom the engine's host asks. */
  resolvers?: string[];
}

/**
 * What an image may not bring along.
 * @throws PolicyError
 */
export function checkImage(node: string, image: Pick<ImageFacts, 'volumes' | 'labels'>): void {
  if (image.volumes.length > 0) {
    const why = `it declares VOLUME ${image.volumes.join(', ')}, whose size cannot be bounded; build it without VOLUME`;
    throw new PolicyError(node, 'image', why);
  }
  // A container takes on its image's labels, and by such labels we know what is ours and what is the host helper. The one that
  // says which image we built says nothing of a container.
  const ours = Object.keys(image.labels).find(
    (key) => key.startsWith(labelPrefix) && key !== labelKeys.image,
  );
  if (ours !== undefined) {
    throw new PolicyError(node, 'image', `it has the label ${ours}, which is ours to set; build it without`);
  }
}

/**
 * The container of a node, hardened and held.
 * @throws PolicyError when the image is refused or there is nothing to run
 */
export function containerSpec({
  of,
  node,
  image,
  holdVolume,
  ipv6,
  resolvers = [],
}: SpecInput): ContainerSpec {
  checkImage(node.name, image);
  // As in docker compose: a command replaces the image's CMD and keeps its ENTRYPOINT.
  const program = [...image.entrypoint, ...(node.command ?? image.command)];
  if (program.length === 0) {
    throw new PolicyError(
      node.name,
      'command',
      'the image has neither ENTRYPOINT nor CMD; give the node a command',
    );
  }
  const memory = node.resources.memory + node.resources.disk;
  return {
    Image: node.image,
    Hostname: node.name,
    Entrypoint: [`${holdFolder}/busybox`, 'sh', '-c', holdScript, 'hold'],
    Cmd: program,
    Env: Object.entries(node.environment).map(([key, value]) => `${key}=${value}`),
    Labels: nodeLabels(of, node.name, node.reset ?? 0),
    Healthcheck: { Test: ['NONE'] },
    // A network of its own, and nothing in it: the host helper attaches it. Only a proxy has a way out, by the engine.
    NetworkDisabled: node.egress === undefined,
    HostConfig: {
      Init: true,
      NetworkMode: node.egress ? egressName(of.installation) : 'none',
      CapDrop: ['ALL'],
      CapAdd: [...node.capabilities],
      SecurityOpt: [...(node.setuid ? [] : ['no-new-privileges']), `seccomp=${seccompProfile()}`],
      ...(node.runtime === undefined ? {} : { Runtime: node.runtime }),
      ReadonlyRootfs: true,
      Mounts: [{ Type: 'volume', Source: holdVolume, Target: holdFolder, ReadOnly: true }],
      Tmpfs: { [`${holdFolder}/run`]: `rw,nosuid,nodev,noexec,size=${holdSize},nr_inodes=64,mode=1777` },
      ShmSize: sharedMemory,
      Memory: memory,
      MemorySwap: memory,
      NanoCpus: Math.round(node.resources.cpus * 1e9),
      PidsLimit: node.resources.processes,
      OomScoreAdj: 500,
      Ulimits: [
        { Name: 'nofile', Soft: 1024, Hard: 4096 },
        { Name: 'core', Soft: 0, Hard: 0 },
        // Counted by user over all containers and the host: root here is root there.
        { Name: 'sigpending', Soft: 4096, Hard: 4096 },
      ],
      Sysctls: {
        ...node.sysctls,
        // A new network namespace inherits the host's forwarding: a node on two networks would be a router.
        'net.ipv4.ip_forward': node.router ? '1' : '0',
        // A router passes nothing on whose sender cannot be where it came from, and tells no one of other ways.
        ...(node.router || node.egress ? routerSysctls : {}),
        ...(ipv6 ? { 'net.ipv6.conf.all.disable_ipv6': '1', 'net.ipv6.conf.default.disable_ipv6': '1' } : {}),
      },
      Dns: node.egress ? resolvers : ['127.0.0.1'],
      LogConfig: boundedLog,
      RestartPolicy: { Name: 'no' },
    },
  };
}
