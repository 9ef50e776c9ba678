import { createHash } from 'node:crypto';
import { blockOf } from './addresses.js';
import type { NetworkSpec } from './engine-model.js';
import { EngineError, PolicyError } from './errors.js';
import type { Helper } from './helper.js';
import { egressName, egressPrefix, egressRole, labelFilter, labelKeys } from './labels.js';
import type { NetworkBooks } from './make-network.js';
import type { DesiredNode } from './model.js';

/** Most proxies of an installation on one host at a time. */
const mostProxies = 1_000;
const tries = 20;
const partTimeoutMs = 10_000;

/** The bridge of an installation's way out: as long as the kernel lets it be, and no other installation's. */
export const egressBridge = (installation: string) =>
  `${egressPrefix}${createHash('sha256').update(installation).digest('hex').slice(0, 10)}`;

/** The network by which proxies reach the internet: an ordinary one of the engine, with NAT, whose members do not meet. */
export function egressSpec(installation: string, subnet: string): NetworkSpec {
  return {
    Name: egressName(installation),
    Driver: 'bridge',
    Internal: false,
    CheckDuplicate: true,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
    Options: {
      'com.docker.network.bridge.name': egressBridge(installation),
      'com.docker.network.bridge.enable_icc': 'false',
      'com.docker.network.bridge.enable_ip_masquerade': 'true',
    },
    Labels: { [labelKeys.installation]: installation, [labelKeys.role]: egressRole },
  };
}

/**
 * Makes the way out that proxies need where it is missing.
 * @throws PolicyError when a network of the proxy has the same addresses; EngineError when it cannot be made
 */
export async function ensureEgress(books: NetworkBooks, node: DesiredNode): Promise<void> {
  const { engine, helper } = books;
  const { installation } = helper;
  const labels = [...labelFilter(installation), `${labelKeys.role}=${egressRole}`];
  for (let tried = 1; ; tried++) {
    const [there] = await engine.networks.list(labels);
    if (there) {
      checkApart(node, there.subnets);
      return;
    }
    const subnet = await books.book(egressName(installation), mostProxies);
    try {
      await engine.networks.create(egressSpec(installation, subnet));
    } catch (error) {
      // Another launch made it, or took its subnet: look again.
      if (!(error instanceof EngineError) || tried >= tries) throw error;
      if (!/pool overlaps|already exists|conflicts with/i.test(error.message)) throw error;
      books.forget();
    }
  }
}

/** A proxy that has the same addresses on both sides would lead to neither. */
function checkApart({ name, interfaces }: DesiredNode, subnets: readonly string[]): void {
  for (const { address, prefix, network } of interfaces) {
    const own = blockOf(`${address}/${prefix}`)!;
    const other = subnets.find((subnet) => {
      const block = blockOf(subnet);
      return block && block.first <= own.last && own.first <= block.last;
    });
    if (other === undefined) continue;
    const why = `network ${network} has addresses of ${other}, by which proxies reach the internet here; give it others, or the installation another VOCR_ADDRESS_POOL`;
    throw new PolicyError(name, 'internet', why);
  }
}

/**
 * Keeps proxies from one another also where the kernel does not ask the firewall about what passes inside a bridge.
 * @throws EngineError with what the kernel said
 */
export async function partProxies(helper: Pick<Helper, 'run' | 'installation'>): Promise<void> {
  const ports = `/sys/class/net/${egressBridge(helper.installation)}/brif/*`;
  const script = [
    `for port in ${ports}; do`,
    '  [ ! -e "$port" ] || ip link set dev "${port##*/}" type bridge_slave isolated on || [ ! -e "$port" ] || exit 1',
    'done',
    'echo parted',
  ].join('\n');
  const { stdout, stderr } = await helper.run(script, partTimeoutMs);
  if (!/^parted$/m.test(stdout)) {
    throw new EngineError(`proxies cannot be kept from one another: ${stderr.trim() || 'no answer'}`);
  }
}
