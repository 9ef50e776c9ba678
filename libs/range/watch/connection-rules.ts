import { createHash } from 'node:crypto';
import { DesireError } from '../errors.js';
import { portName } from '../labels.js';
import { countsAlone, countTable } from './count-table.js';
import type { WantedConnection, WatchedRange } from './model.js';

/** For how long a count is remembered after the latest that it counted: so long may a worker be away. */
export const rememberedMs = 60 * 60_000;
/** Receivers that one count tells apart; of more it is known only that there were some. */
export const mostReceivers = 64;

/** What the kernel counts for one wish: how much there was at all, and to whom. */
export interface Count {
  wanted: WantedConnection;
  /** Name of the set that has at most one element, so that no flood can fill it. */
  any: string;
  /** Name of the set of receivers. */
  to: string;
  /** The node's ports on the host. */
  ports: string[];
  /** A rule's conditions, of which any may hold. */
  matches: string[];
}

const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;
/** The range's id in the names of its sets. */
export const setPrefix = (range: string) => `s-${range}-`;

/**
 * What is to be counted for a range's wishes; equal wishes are counted once.
 * @throws DesireError for a node that the range does not have
 */
export function countsOf({ range, nodes }: WatchedRange, wanted: readonly WantedConnection[]): Count[] {
  const counts = wanted.map((one): Count => {
    const place = nodes.findIndex(({ name }) => name === one.node);
    const node = nodes[place];
    if (!node)
      throw new DesireError(`connections of ${one.node} cannot be watched: the range has no such node`);
    const target = nodes.find(({ name }) => name === one.to);
    if (one.to !== undefined && !target) {
      throw new DesireError(`connections to ${one.to} cannot be watched: the range has no such node`);
    }
    const receivers = target?.interfaces.map(({ address }) => checkAddress(address));
    // Through a router pass others' connections too; of any other node all that it sends is its own, whatever sender it names.
    const senders = node.router && node.interfaces.map(({ address }) => checkAddress(address));
    const ends = [
      ...(senders ? [`ip saddr { ${senders.join(', ')} }`] : []),
      ...(receivers ? [`ip daddr { ${receivers.join(', ')} }`] : []),
    ];
    const matches = matchesOf(one).map((match) => [...ends, match].join(' '));
    const name = `${setPrefix(range)}${hash([one.node, one.to, ...matches])}`;
    const ports = node.interfaces.map((_, index) => portName(range, place, index));
    return { wanted: one, any: `${name}-any`, to: `${name}-to`, ports, matches };
  });
  return [...new Map(counts.map((count) => [count.any, count])).values()];
}

/**
 * What opens a connection. A first fragment counts as well: it can be so short that only the next one tells that it opens
 * one. Where the port is wanted it is in the first fragment, always.
 */
function matchesOf({ protocol, port }: WantedConnection): string[] {
  if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    throw new RangeError(`${port} is no port`);
  }
  const to = port === undefined ? '' : ` ${protocol} dport ${port}`;
  switch (protocol) {
    case 'tcp':
      return [
        `tcp flags & (syn | ack | rst) == syn${to}`,
        `ip protocol tcp ip frag-off & 0x3fff == 0x2000${to}`,
      ];
    case 'udp':
      return [`ip protocol udp ip frag-off & 0x1fff == 0${to}`];
    case 'icmp':
      return ['icmp type echo-request'];
  }
}

const receiverKey = { tcp: 'ip daddr . tcp dport', udp: 'ip daddr . udp dport', icmp: 'ip daddr' };
const receiverType = {
  tcp: 'ipv4_addr . inet_service',
  udp: 'ipv4_addr . inet_service',
  icmp: 'ipv4_addr',
};

/** What the kernel is told for a range, as a shell's script; it may be run twice. Ports that are not there are left out. */
export function countScript(counts: readonly Count[]): string {
  const ports = [...new Set(counts.flatMap((count) => count.ports))];
  return [
    'set -e',
    countsAlone,
    '{',
    `cat <<'END-OF-SETS'`,
    `add table netdev ${countTable}`,
    ...counts.flatMap(({ wanted: { protocol }, any, to }) => [
      addSet(any, 'inet_proto', 4),
      addSet(to, receiverType[protocol], mostReceivers),
    ]),
    'END-OF-SETS',
    ...ports.flatMap((port) => [
      `if [ -e /sys/class/net/${port} ]; then`,
      `nft list chain netdev ${countTable} ${port} >/dev/null 2>&1 || echo '${addChain(port)}'`,
      `cat <<'END-OF-RULES'`,
      `flush chain netdev ${countTable} ${port}`,
      // A frame in two envelopes is opened by its receiver, and by nobody here: it is not let pass unread.
      `add rule netdev ${countTable} ${port} meta protocol { 8021q, 8021ad } drop`,
      ...counts
        .filter((count) => count.ports.includes(port))
        .flatMap((count) => count.matches.map((match) => addRule(port, match, count))),
      'END-OF-RULES',
      'fi',
    ]),
    '} | nft -f -',
    'echo counted',
    '',
  ].join('\n');
}

const addSet = (name: string, type: string, size: number) =>
  `add set netdev ${countTable} ${name} { type ${type}; size ${size}; flags dynamic,timeout; timeout ${rememberedMs / 1000}s; }`;

const addChain = (port: string) =>
  `add chain netdev ${countTable} ${port} { type filter hook ingress device "${port}" priority 10; policy accept; }`;

/** The count at all comes first: where a set is full, nothing after it is done. */
const addRule = (port: string, match: string, { any, to, wanted: { protocol } }: Count) =>
  `add rule netdev ${countTable} ${port} ${match} update @${any} { ip protocol counter } update @${to} { ${receiverKey[protocol]} counter }`;

function checkAddress(address: string): string {
  if (!ipv4.test(address)) throw new RangeError(`${address} is no IPv4 address`);
  return address;
}

const hash = (parts: readonly (string | undefined)[]) =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 12);
