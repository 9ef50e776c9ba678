import type { LinkFigures } from '#scenario';
import { linkCommands } from './link.js';

/**
 * How a node is attached to its networks: by the host helper, not by the engine, which takes three times as long to start
 * a container with a network as without. Each interface is one end of a pair whose other end is a port of the bridge.
 */
export interface Attachment {
  /** The network's bridge on the host. */
  bridge: string;
  /** Name of the host's end; begins as the bridges do, so that the static rules hold for it too. */
  port: string;
  /** The scenario's address, without and with the length of its mask. */
  address: string;
  prefix: number;
  /** Its name in the node; without it eth0, eth1, … */
  device?: string;
  /** How what is sent to the node travels. */
  link?: LinkFigures;
}

const hostName = /^rng-[a-z0-9]{8}[A-Za-z0-9]{1,3}$/;

/**
 * Lines of a shell that attach a node, in the scenario's order: eth0, eth1, … What an earlier run left is made anew.
 * @param process a folder of `/proc`, or a handle on one, of a process in the node
 */
export function attachCommands(process: string, attachments: Attachment[]): string[] {
  const own = `${process}/ns/net`;
  const lines = [
    // Should an engine ever give a node the host's network, nothing of ours may be done in it.
    `[ "$(readlink ${own})" != "$(readlink /proc/self/ns/net)" ] || { echo 'it has no network of its own'; exit 1; }`,
  ];
  if (attachments.length === 0) return lines;
  for (const { port } of attachments) {
    lines.push(`if [ -e /sys/class/net/${checkName(port)} ]; then ip link del dev ${port}; fi`);
  }
  const outside: string[] = [];
  const inside: string[] = [];
  attachments.forEach(({ bridge, port, address, prefix, device }, i) => {
    const mac = hardwareAddress(address);
    const name = checkDevice(device ?? `eth${i}`);
    outside.push(
      `link add name ${port} type veth peer name ${name} address ${mac} netns ${own}`,
      `link set dev ${port} master ${checkName(bridge)} up`,
    );
    inside.push(
      `addr add ${address}/${checkPrefix(prefix)} broadcast + dev ${name}`,
      `link set dev ${name} up`,
    );
  });
  lines.push(`ip -batch - <<'END-OF-LINKS'`, ...outside, 'END-OF-LINKS');
  for (const { port, link } of attachments) if (link) lines.push(...linkCommands(port, link));
  lines.push(`nsenter --net=${own} -- ip -batch - <<'END-OF-ADDRESSES'`, ...inside, 'END-OF-ADDRESSES');
  return lines;
}

/** Of an address, as engines do it too: so an address has the same hardware address in every range. */
function hardwareAddress(address: string): string {
  const bytes = address.split('.').map(Number);
  if (!/^[0-9.]{7,15}$/.test(address) || bytes.length !== 4 || bytes.some((byte) => byte > 255)) {
    throw new RangeError(`${address} is no IPv4 address`);
  }
  return ['02', '42', ...bytes.map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

function checkName(name: string): string {
  if (!hostName.test(name)) throw new RangeError(`${name} is no name of a range's bridge or port`);
  return name;
}

function checkDevice(name: string): string {
  if (!/^eth\d{1,2}$/.test(name)) throw new RangeError(`${name} is no name of a node's interface`);
  return name;
}

function checkPrefix(prefix: number): number {
  if (!Number.isInteger(prefix) || prefix < 1 || prefix > 32) {
    throw new RangeError(`${prefix} is no length of a mask`);
  }
  return prefix;
}
