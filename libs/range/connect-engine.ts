import type { Readable } from 'node:stream';
import type { EngineAddress } from './engine-address.js';
import { engineClient } from './engine.js';
import type { EngineClient } from './engine.js';
import { containersOf } from './engine-containers.js';
import { followEvents } from './engine-events.js';
import { processesOf } from './engine-exec.js';
import { imagesOf } from './engine-images.js';
import type { Engine } from './engine-model.js';
import { EngineError } from './errors.js';

/**
 * Makes a client of a container engine. Nothing is sent yet: `ping` tells whether it answers.
 * @throws EngineError when the address cannot be understood or the certificates not be read
 */
export function connectEngine(address: EngineAddress = {}): Engine {
  const client = engineClient(address);
  const { docker, where, call, must } = client;
  return {
    address: where,
    isLocal: client.isLocal,
    ping: async () => void (await must('asking the engine whether it lives', () => docker.ping())),
    async version(limitMs) {
      const what = 'asking the engine its version';
      const v = await call(what, () => docker.version(), [404], limitMs);
      if (typeof v?.Version !== 'string') {
        throw new EngineError(`${what}: what answers at ${where} is not a Docker engine`);
      }
      const runc = v.Components?.find((c) => c.Name === 'runc')?.Version;
      return {
        version: v.Version,
        apiVersion: v.ApiVersion,
        kernel: v.KernelVersion ?? '',
        architecture: v.Arch,
        ...(runc ? { runc } : {}),
      };
    },
    async info() {
      const i = await must('asking the engine about itself', () => docker.info());
      return {
        rootFolder: String(i.DockerRootDir),
        cpus: Number(i.NCPU),
        memory: Number(i.MemTotal),
        time: String(i.SystemTime),
        runtimes: Object.keys(i.Runtimes ?? {}),
        securityOptions: i.SecurityOptions ?? [],
        cgroupVersion: Number(i.CgroupVersion ?? 1),
        bounds: {
          memory: i.MemoryLimit === true,
          swap: i.SwapLimit === true,
          cpus: i.CpuCfsQuota === true,
          processes: i.PidsLimit === true,
        },
      };
    },
    containers: containersOf(client),
    networks: networksOf(client),
    volumes: volumesOf(client),
    images: imagesOf(client),
    ...processesOf(client),
    async events(labels, onEvent) {
      const stream = await must('following the events of the engine', () =>
        docker.getEvents({ filters: { label: labels, type: ['container', 'network'] } }),
      );
      return followEvents(stream as Readable, onEvent, where);
    },
  };
}

function networksOf({ docker, call, must }: EngineClient): Engine['networks'] {
  return {
    async list(labels) {
      const found = await must('listing networks', () =>
        docker.listNetworks(labels ? { filters: { label: labels } } : {}),
      );
      return found.map((n) => ({
        id: n.Id,
        name: n.Name,
        labels: n.Labels ?? {},
        createdAt: Date.parse(n.Created),
        subnets: (n.IPAM?.Config ?? []).flatMap((c) => (c.Subnet ? [c.Subnet] : [])),
      }));
    },
    create: async (spec) =>
      (await must(`creating network ${spec.Name}`, () => docker.createNetwork(spec))).id,
    remove: async (id) =>
      void (await call(`removing network ${id}`, () => docker.getNetwork(id).remove(), [404])),
  };
}

function volumesOf({ docker, call, must }: EngineClient): Engine['volumes'] {
  return {
    async list(labels, { unused = false } = {}) {
      const filters = { label: labels, ...(unused ? { dangling: ['true'] } : {}) };
      const found = await must('listing volumes', () => docker.listVolumes({ filters }));
      return (found.Volumes ?? []).map((v) => ({
        name: v.Name,
        labels: v.Labels ?? {},
        createdAt: Date.parse((v as { CreatedAt?: string }).CreatedAt ?? ''),
      }));
    },
    create: async (name, labels) =>
      void (await must(`creating volume ${name}`, () => docker.createVolume({ Name: name, Labels: labels }))),
    remove: async (name) =>
      void (await call(`removing volume ${name}`, () => docker.getVolume(name).remove(), [404])),
  };
}
