import Docker from 'dockerode';
import { readConfig } from '#config';
import { sizeBytes, type Scenario } from '#scenario';
import { clientOptions } from '../../libs/range/engine-address.js';
import { runLimited } from './measure.js';

/** A range that was made by hand, and how it is taken down again. */
export interface BareRange {
  /** Docker's ids of its containers, by node. */
  containers: Record<string, string>;
  remove(): Promise<void>;
}

const labelKey = 'vocr-bench-bare';
/** /28 subnets, for the engine refuses overlapping ones. */
const subnet = (count: number) => `10.254.${count >> 4}.${(count & 15) << 4}/28`;
const mostSubnets = 4096;

/**
 * Makes a scenario's containers and networks through the engine's API alone: the same images, commands and limits, networks
 * by the engine, and done when the engine says that all are started. Nothing is held, prepared, checked, addressed or waited
 * for: it is the least that one could do.
 */
export class BareEngine {
  readonly docker: Docker;
  private count = 0;
  private subnets = 0;

  constructor() {
    const { host = 'unix:///var/run/docker.sock', certificates } = readConfig(process.env).engine;
    this.docker = new Docker(clientOptions(host, certificates));
  }

  /** Launches a range. @param parallel calls to the engine at once */
  async launch(
    { networks, nodes }: Pick<Scenario, 'networks' | 'nodes'>,
    parallel: number,
  ): Promise<BareRange> {
    const id = `${labelKey}-${process.pid}-${this.count++}`;
    const Labels = { [labelKey]: String(process.pid) };
    const made: Record<string, Docker.Network> = {};
    const containers: Record<string, Docker.Container> = {};
    await runLimited(Object.keys(networks), parallel, async (name) => {
      made[name] = await this.docker.createNetwork({
        Name: `${id}-${name}`,
        Driver: 'bridge',
        Internal: true,
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet(this.subnets++ % mostSubnets) }] },
        Labels,
      });
    });
    await runLimited(Object.entries(nodes), parallel, async ([name, node]) => {
      const [first, ...others] = Object.keys(node.networks).map((network) => made[network]!);
      const memory = sizeBytes(node.resources.memory);
      const container = await this.docker.createContainer({
        name: `${id}-${name}`,
        Image: node.image!,
        Cmd: node.command!,
        Labels,
        HostConfig: {
          Init: true,
          NetworkMode: first?.id ?? 'none',
          Memory: memory,
          MemorySwap: memory,
          NanoCpus: Math.round(node.resources.cpus * 1e9),
          PidsLimit: node.resources.processes,
        },
      });
      containers[name] = container;
      for (const network of others) await network.connect({ Container: container.id });
      await container.start();
    });
    return {
      containers: Object.fromEntries(Object.entries(containers).map(([name, { id: of }]) => [name, of])),
      remove: async () => {
        await runLimited(Object.values(containers), parallel, (container) =>
          container.remove({ force: true }),
        );
        await runLimited(Object.values(made), parallel, (network) => network.remove());
      },
    };
  }

  /** Launches several ranges, some at once. */
  async launchMany(
    scenario: Pick<Scenario, 'networks' | 'nodes'>,
    count: number,
    atOnce: number,
    parallel: number,
  ): Promise<BareRange[]> {
    const made: BareRange[] = [];
    await runLimited(
      Array.from({ length: count }, (_, i) => i),
      atOnce,
      async () => {
        made.push(await this.launch(scenario, parallel));
      },
    );
    return made;
  }

  /** Opens a login shell with a terminal in a container and waits until it asks for a command. */
  async prompt(container: string, pattern: RegExp): Promise<void> {
    const exec = await this.docker.getContainer(container).exec({
      Cmd: ['/bin/bash', '-l'],
      Tty: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: true, Tty: true });
    let seen = '';
    await new Promise<void>((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (pattern.test(seen)) resolve();
      });
      stream.once('end', () => reject(new Error(`the shell ended before it asked: ${seen}`)));
    });
    stream.destroy();
  }

  /** Takes away whatever of this process is left on the engine. */
  async clear(): Promise<void> {
    const filters = { label: [`${labelKey}=${process.pid}`] };
    for (const { Id } of await this.docker.listContainers({ all: true, filters })) {
      await this.docker.getContainer(Id).remove({ force: true });
    }
    for (const { Id } of await this.docker.listNetworks({ filters }))
      await this.docker.getNetwork(Id).remove();
  }
}
