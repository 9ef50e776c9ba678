import { bookPrefix, routedNetworks } from './addresses.js';
import type { Engine, NetworkSpec } from './engine-model.js';
import { EngineError, PoolExhausted } from './errors.js';
import type { Helper } from './helper.js';
import {
  bridgeName,
  labelFilter,
  labelKeys,
  labelledCount,
  networkLabels,
  networkName,
  type Ownership,
} from './labels.js';
import type { DesiredNetwork, DesiredRange } from './model.js';
import { SubnetBook } from './subnet-book.js';

/** From this version on an engine can keep a bridge from having any gateway by an option of its own. */
const gatewayModesSince = [1, 48];
const subnetTries = 50;

/** Wall time for which launches share a look at what is taken, ms: it takes longer the more networks there are. */
const sharedMs = 10_000;
/** A subnet that was given out is the engine's to tell of by now, or was not used, ms. */
const givenMs = 180_000;

/**
 * The subnets that are taken on an engine and its host; looked up anew every ten seconds while launches ask, when someone
 * else was quicker, and before it is said that none is left.
 */
export class NetworkBooks {
  private static readonly shared = new WeakMap<Helper, NetworkBooks>();
  private taken: Promise<SubnetBook> | undefined;
  private lookedAt = 0;
  /** When each subnet was given out, by process time. */
  private readonly given = new Map<string, number>();
  private gatewayModes: Promise<boolean> | undefined;

  constructor(
    readonly engine: Engine,
    readonly helper: Helper,
    private readonly pool: string,
  ) {}

  /** Those that all launches by a helper share. */
  static of(engine: Engine, helper: Helper, pool: string): NetworkBooks {
    const known = NetworkBooks.shared.get(helper);
    if (known?.pool === pool && known.engine === engine) return known;
    const made = new NetworkBooks(engine, helper, pool);
    NetworkBooks.shared.set(helper, made);
    return made;
  }

  /** A subnet that nothing is known to use. Not given out a second time. */
  async book(key: string, nodes: number): Promise<string> {
    if (performance.now() - this.lookedAt > sharedMs) this.forget();
    const looked = this.taken !== undefined;
    let subnet: string;
    try {
      subnet = (await this.current()).book(this.pool, bookPrefix(nodes), key);
    } catch (error) {
      if (!(error instanceof PoolExhausted) || !looked) throw error;
      this.forget();
      subnet = (await this.current()).book(this.pool, bookPrefix(nodes), key);
    }
    this.given.set(subnet, performance.now());
    return subnet;
  }

  private current(): Promise<SubnetBook> {
    if (!this.taken) {
      this.lookedAt = performance.now();
      const looking = this.look();
      this.taken = looking;
      // Who comes next looks again.
      looking.catch(() => this.taken === looking && this.forget());
    }
    return this.taken;
  }

  /** What was looked up is no longer so: the next booking looks again. */
  forget(): void {
    this.taken = undefined;
  }

  hasGatewayModes(): Promise<boolean> {
    if (this.gatewayModes) return this.gatewayModes;
    const asking = this.engine.version().then(({ apiVersion }) => {
      const [major = 0, minor = 0] = apiVersion.split('.').map(Number);
      return (
        major > gatewayModesSince[0]! || (major === gatewayModesSince[0] && minor >= gatewayModesSince[1]!)
      );
    });
    this.gatewayModes = asking;
    // An engine that was away when it was asked is asked again.
    asking.catch(() => (this.gatewayModes = undefined));
    return asking;
  }

  private async look(): Promise<SubnetBook> {
    for (const [subnet, at] of this.given) if (performance.now() - at > givenMs) this.given.delete(subnet);
    const [networks, routes] = await Promise.all([
      this.engine.networks.list(),
      this.helper.run('ip -4 -o route show table all', 10_000),
    ]);
    if (routes.exitCode !== 0) {
      throw new EngineError(
        `the host helper could not list the host's routes: ${routes.stderr.trim() || 'no answer'}`,
      );
    }
    const subnets = networks.flatMap((n) => n.subnets);
    return new SubnetBook([...subnets, ...routedNetworks(routes.stdout), ...this.given.keys()]);
  }
}

/** The network as the engine is asked to make it: a bridge without any address of the host. */
export function networkSpec(
  of: Ownership,
  name: string,
  index: number,
  subnet: string,
  gatewayModes: boolean,
): NetworkSpec {
  return {
    Name: networkName(of.range, name),
    Driver: 'bridge',
    Internal: true,
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    Options: {
      'com.docker.network.bridge.name': bridgeName(of.range, index),
      'com.docker.network.bridge.inhibit_ipv4': 'true',
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
      ...(gatewayModes
        ? {
            'com.docker.network.bridge.gateway_mode_ipv4': 'isolated',
            'com.docker.network.bridge.gateway_mode_ipv6': 'isolated',
          }
        : {}),
    },
    Labels: networkLabels(of, name),
  };
}

/** Makes a network of a range, or finds that it is there already. */
export async function createNetwork(
  books: NetworkBooks,
  of: Ownership,
  { name }: DesiredNetwork,
  desired: DesiredRange,
): Promise<void> {
  const index = desired.networks.findIndex((n) => n.name === name);
  const members = desired.nodes.filter((n) => n.interfaces.some((i) => i.network === name)).length;
  const gatewayModes = await books.hasGatewayModes();
  for (let tried = 0; ; tried++) {
    const subnet = await books.book(`${networkName(of.range, name)}`, members);
    try {
      await books.engine.networks.create(networkSpec(of, name, index, subnet, gatewayModes));
      return;
    } catch (error) {
      if (!(error instanceof EngineError) || tried >= subnetTries) throw error;
      // Someone else took the subnet since we looked: the next one. The name or the bridge: made by a call cut short.
      const taken = /pool overlaps/i.test(error.message);
      if (taken) books.forget();
      if (await isThere(books.engine, of, name)) return;
      if (!taken) throw error;
    }
  }
}

async function isThere(engine: Engine, of: Ownership, name: string): Promise<boolean> {
  const own = await engine.networks.list(labelFilter(of.installation, of.range));
  return own.some(
    (n) =>
      n.labels[labelKeys.network] === name && labelledCount(n.labels, labelKeys.generation) === of.generation,
  );
}
