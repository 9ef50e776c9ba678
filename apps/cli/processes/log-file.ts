import { appendFileSync, renameSync, statSync } from 'node:fs';
import { codeOf, messageOf } from '../reporting/problem.js';

/** How a log is kept: `name.log`, then `name.log.1` (newer) to `name.log.<keep>` (older). */
export interface LogLimits {
  /** Bytes after which a new file is begun. */
  maxBytes: number;
  /** Older files kept. */
  keep: number;
}

/** Lines remembered for the person who is told of a failure. */
const remembered = 20;

/** A log of timestamped lines that rotates, and remembers its last lines. */
export class LogFile {
  private bytes: number;
  private partial = '';
  private readonly last: string[] = [];
  private failing = false;

  constructor(
    readonly path: string,
    private readonly limits: LogLimits = { maxBytes: 10_000_000, keep: 3 },
    private readonly now: () => Date = () => new Date(),
  ) {
    this.bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Adds output as it comes; only whole lines are written. */
  add(chunk: string): void {
    const lines = (this.partial + chunk).split('\n');
    this.partial = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  /** Adds one line. */
  line(text: string): void {
    this.last.push(text);
    if (this.last.length > remembered) this.last.shift();
    const entry = `${this.now().toISOString()} ${text}\n`;
    try {
      if (this.bytes > 0 && this.bytes + Buffer.byteLength(entry) > this.limits.maxBytes) this.rotate();
      appendFileSync(this.path, entry, { mode: 0o600 });
      this.bytes += Buffer.byteLength(entry);
      this.failing = false;
    } catch (error) {
      if (!this.failing) process.stderr.write(`Cannot write the log ${this.path}: ${messageOf(error)}\n`);
      this.failing = true;
    }
  }

  /** The last lines, oldest first, and what came of the line that is not yet whole. */
  tail(): string[] {
    return this.partial ? [...this.last, this.partial] : [...this.last];
  }

  private rotate(): void {
    for (let n = this.limits.keep - 1; n >= 0; n--) {
      const from = n === 0 ? this.path : `${this.path}.${n}`;
      try {
        renameSync(from, `${this.path}.${n + 1}`);
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    }
    this.bytes = 0;
  }
}
