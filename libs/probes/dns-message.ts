import type { DnsProbe } from '#scenario';

type RecordType = DnsProbe['type'];

const numbers: Record<RecordType, number> = { A: 1, NS: 2, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28 };
const internet = 1;
const headerLength = 12;
/** More jumps than any honest name has. */
const mostJumps = 32;

/** What a name server said. */
export interface DnsAnswer {
  /** 0 fine, 3 no such name, 5 refused, and others. */
  code: number;
  /** The records of the asked type, as a zone file writes them; names without their last dot, in small letters. */
  records: string[];
}

/** A question for a name, with recursion desired. @param id 16 bits that the answer repeats */
export function dnsQuestion(id: number, name: string, type: RecordType): Buffer {
  const header = Buffer.alloc(headerLength);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(0x0100, 2);
  header.writeUInt16BE(1, 4);
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]));
  const end = Buffer.alloc(5);
  end.writeUInt16BE(numbers[type], 1);
  end.writeUInt16BE(internet, 3);
  return Buffer.concat([header, ...labels, end]);
}

/** Reads an answer to a question. @throws RangeError for what is none */
export function readDnsAnswer(message: Buffer, id: number, type: RecordType): DnsAnswer {
  if (message.length < headerLength || message.readUInt16BE(0) !== id || (message[2]! & 0x80) === 0) {
    throw new RangeError('it is no answer to the question');
  }
  const questions = message.readUInt16BE(4);
  const answers = message.readUInt16BE(6);
  let at = headerLength;
  for (let n = 0; n < questions; n++) at = readName(message, at).next + 4;
  const records: string[] = [];
  for (let n = 0; n < answers; n++) {
    const { next } = readName(message, at);
    const length = message.readUInt16BE(next + 8);
    const data = next + 10;
    if (data + length > message.length) throw new RangeError('it is cut short');
    if (message.readUInt16BE(next) === numbers[type]) records.push(readData(message, data, length, type));
    at = data + length;
  }
  return { code: message[3]! & 0x0f, records };
}

function readData(message: Buffer, at: number, length: number, type: RecordType): string {
  const data = message.subarray(at, at + length);
  switch (type) {
    case 'A':
      return [...data].join('.');
    case 'AAAA':
      return shortIpv6(Array.from({ length: length >> 1 }, (_, n) => data.readUInt16BE(n * 2)));
    case 'MX':
      return `${data.readUInt16BE(0)} ${readName(message, at + 2).name}`;
    case 'TXT': {
      const parts: string[] = [];
      for (let n = 0; n < data.length; n += 1 + data[n]!) {
        parts.push(data.toString('utf8', n + 1, n + 1 + data[n]!));
      }
      return parts.join('');
    }
    default:
      return readName(message, at).name;
  }
}

/** As `URL` writes it: the one form of an address. */
function shortIpv6(groups: number[]): string {
  return new URL(`http://[${groups.map((group) => group.toString(16)).join(':')}]`).hostname.slice(1, -1);
}

/** Reads a name, which may go on elsewhere in the message. */
function readName(message: Buffer, from: number): { name: string; next: number } {
  const labels: string[] = [];
  let at = from;
  let next: number | undefined;
  for (let jumps = 0; ;) {
    const length = message.readUInt8(at);
    if (length === 0) break;
    if (length < 0x40) {
      labels.push(message.toString('latin1', at + 1, at + 1 + length).toLowerCase());
      at += 1 + length;
      continue;
    }
    if (++jumps > mostJumps) throw new RangeError('one of its names never ends');
    next ??= at + 2;
    at = message.readUInt16BE(at) & 0x3fff;
  }
  return { name: labels.join('.'), next: next ?? at + 1 };
}
