/** Builders of raw frames, as a trainee with NET_RAW would make them byte by byte. Lengths are bytes, numbers big-endian. */

/** The hardware address as bytes. */
export const mac = (text: string) => Buffer.from(text.replaceAll(':', ''), 'hex');

/** An IPv4 address as bytes. */
export const address = (text: string) => Buffer.from(text.split('.').map(Number));

/** An IPv6 address as bytes; one `::` may stand for zeros. */
export function address6(text: string): Buffer {
  const [left = '', right] = text.split('::');
  const words = (part: string) => part.split(':').filter(Boolean);
  const zeros = right === undefined ? 0 : 8 - words(left).length - words(right).length;
  const all = [...words(left), ...Array<string>(zeros).fill('0'), ...words(right ?? '')];
  return Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex');
}

export const word = (value: number) => Buffer.from([(value >> 8) & 255, value & 255]);
const long = (value: number) => Buffer.concat([word(Math.floor(value / 65536)), word(value % 65536)]);

/** The Internet's checksum (RFC 1071). */
export function checksum(data: Buffer): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 2) sum += data[i]! * 256 + (data[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return ~sum & 0xffff;
}

export interface Ethernet {
  to: string;
  from: string;
}

/** A frame; short ones are filled up to the least length. */
export function ethernet({ to, from }: Ethernet, type: number, payload: Buffer): Buffer {
  const frame = Buffer.concat([mac(to), mac(from), word(type), payload]);
  return frame.length >= 60 ? frame : Buffer.concat([frame, Buffer.alloc(60 - frame.length)]);
}

export interface Ip4 {
  from: string;
  to: string;
  protocol: number;
  /** A multiple of 4. */
  options?: Buffer;
  /** Place of a fragment, a multiple of 8. */
  offset?: number;
  more?: boolean;
  id?: number;
  ttl?: number;
}

export function ip4(
  { from, to, protocol, options = Buffer.alloc(0), ...rest }: Ip4,
  payload: Buffer,
): Buffer {
  const head = Buffer.concat([
    Buffer.from([0x45 + options.length / 4, 0]),
    word(20 + options.length + payload.length),
    word(rest.id ?? 1),
    word((rest.more ? 0x2000 : 0) + (rest.offset ?? 0) / 8),
    Buffer.from([rest.ttl ?? 64, protocol, 0, 0]),
    address(from),
    address(to),
    options,
  ]);
  head.writeUInt16BE(checksum(head), 10);
  return Buffer.concat([head, payload]);
}

export function ip6(from: string, to: string, next: number, payload: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from([0x60, 0, 0, 0]),
    word(payload.length),
    Buffer.from([next, 64]),
    address6(from),
    address6(to),
    payload,
  ]);
}

/** Without a checksum, which IPv4 permits. */
export const udp4 = (port: number, data: Buffer) =>
  Buffer.concat([word(40_000), word(port), word(8 + data.length), word(0), data]);

export function udp6(from: string, to: string, port: number, data: Buffer): Buffer {
  const udp = udp4(port, data);
  udp.writeUInt16BE(checksum6(from, to, 17, udp), 6);
  return udp;
}

/** The checksum of what IPv6 carries. */
export function checksum6(from: string, to: string, next: number, data: Buffer): number {
  return checksum(Buffer.concat([address6(from), address6(to), long(data.length), long(next), data]));
}

/** A connection's first segment, with data in it as TCP Fast Open has. */
export function syn(from: string, to: string, port: number, data: Buffer): Buffer {
  const segment = Buffer.concat([
    ...[word(40_000), word(port), long(1), long(0), Buffer.from([0x50, 2]), word(1024), word(0), word(0)],
    data,
  ]);
  const pseudo = Buffer.concat([
    address(from),
    address(to),
    Buffer.from([0, 6]),
    word(segment.length),
    segment,
  ]);
  segment.writeUInt16BE(checksum(pseudo), 16);
  return segment;
}

export function echoRequest(data: Buffer): Buffer {
  const icmp = Buffer.concat([Buffer.from([8, 0, 0, 0, 0, 1, 0, 1]), data]);
  icmp.writeUInt16BE(checksum(icmp), 2);
  return icmp;
}

/** @param kind 1 asks, 2 answers */
export function arp(kind: 1 | 2, from: { mac: string; ip: string }, to: { mac: string; ip: string }): Buffer {
  return Buffer.concat([
    Buffer.from([0, 1, 8, 0, 6, 4]),
    word(kind),
    ...[mac(from.mac), address(from.ip), mac(to.mac), address(to.ip)],
  ]);
}

/** IGMPv3: "I want this group"; with data behind. */
export function igmpReport(group: string, data: Buffer): Buffer {
  const report = Buffer.concat([Buffer.from([0x22, 0, 0, 0, 0, 0, 0, 1, 4, 0, 0, 0]), address(group), data]);
  report.writeUInt16BE(checksum(report), 2);
  return report;
}

/** Neighbour discovery and multicast listening over IPv6. @param type e.g. 134 for a router's advertisement */
export function icmp6(from: string, to: string, type: number, body: Buffer): Buffer {
  const message = Buffer.concat([Buffer.from([type, 0, 0, 0]), body]);
  message.writeUInt16BE(checksum6(from, to, 58, message), 2);
  return message;
}
