import type { Duplex } from 'node:stream';
import type { ExecRequest } from './engine-model.js';

/** Bounded text of the two outputs of a process. */
export interface Output {
  stdout: string;
  stderr: string;
  /** More came than was kept. */
  truncated: boolean;
}

const headerLength = 8;
const stderrStream = 2;

/**
 * Takes apart the engine's multiplexed stream: a frame is one byte stream number, three of padding, four of length, then
 * the bytes. What is fed was written by trainees' programs: nothing here grows with the number of frames.
 */
export class FrameReader {
  private header = Buffer.alloc(0);
  private target: 'stdout' | 'stderr' = 'stdout';
  private remaining = 0;

  /** @param onBytes gets each piece as it comes; it must copy what it keeps */
  constructor(private readonly onBytes: (target: 'stdout' | 'stderr', bytes: Buffer) => void) {}

  feed(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.remaining > 0) {
        this.onBytes(this.target, rest.subarray(0, this.remaining));
        const taken = Math.min(this.remaining, rest.length);
        this.remaining -= taken;
        rest = rest.subarray(taken);
        continue;
      }
      const wanted = headerLength - this.header.length;
      this.header = Buffer.concat([this.header, rest.subarray(0, wanted)]);
      rest = rest.subarray(wanted);
      if (this.header.length === headerLength) {
        this.target = this.header[0] === stderrStream ? 'stderr' : 'stdout';
        this.remaining = this.header.readUInt32BE(4);
        this.header = Buffer.alloc(0);
      }
    }
  }
}

/** Keeps a bounded part of each of the two outputs in the engine's multiplexed stream. */
export class OutputCollector {
  private readonly kept = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  private readonly sizes = { stdout: 0, stderr: 0 };
  private truncated = false;
  private readonly frames = new FrameReader((target, bytes) => this.keep(target, bytes));

  /** @param limit bytes kept of each output */
  constructor(private readonly limit: number) {}

  feed(chunk: Buffer): void {
    this.frames.feed(chunk);
  }

  output(): Output {
    return {
      stdout: Buffer.concat(this.kept.stdout).toString('utf8'),
      stderr: Buffer.concat(this.kept.stderr).toString('utf8'),
      truncated: this.truncated,
    };
  }

  private keep(target: 'stdout' | 'stderr', bytes: Buffer): void {
    const room = this.limit - this.sizes[target];
    if (bytes.length > room) this.truncated = true;
    if (room <= 0) return;
    const part = Buffer.from(bytes.subarray(0, room));
    this.kept[target].push(part);
    this.sizes[target] += part.length;
  }
}

/**
 * Reads a complete multiplexed answer, such as a container's log, both outputs in the order they were written.
 * A tty's log has no frames and is returned as it is.
 */
export function framesToText(bytes: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const framed =
      bytes.length - at >= headerLength && bytes[at]! <= stderrStream && bytes.readUIntBE(at + 1, 3) === 0;
    if (!framed) return bytes.toString('utf8');
    const end = at + headerLength + bytes.readUInt32BE(at + 4);
    parts.push(bytes.subarray(at + headerLength, end));
    at = end;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Bytes kept of an output when nothing else is asked. */
export const defaultLimit = 1024 * 1024;

/**
 * Feeds a process its input and collects what it writes, until its outputs end or time runs out.
 * @param stream the hijacked connection of an exec without a tty; destroyed at the end
 */
export async function collectOutput(
  stream: Duplex,
  { input, timeoutMs, limit }: Pick<ExecRequest, 'input' | 'timeoutMs' | 'limit'>,
): Promise<Output & { timedOut: boolean }> {
  const collector = new OutputCollector(limit ?? defaultLimit);
  let timer: NodeJS.Timeout | undefined;
  try {
    const timedOut = await new Promise<boolean>((resolve, reject) => {
      timer = setTimeout(() => resolve(true), timeoutMs);
      stream.on('data', (chunk: Buffer) => collector.feed(chunk));
      stream.once('error', reject);
      stream.once('end', () => resolve(false));
      stream.once('close', () => resolve(false));
      if (input !== undefined) stream.end(input);
    });
    return { timedOut, ...collector.output() };
  } finally {
    clearTimeout(timer);
    // A connection that is cut late has nothing more to tell.
    stream.on('error', () => undefined);
    stream.destroy();
  }
}
