/** A command that a shell told of: as it begins and, with its exit code, as it ends. */
export interface MarkedCommand {
  line: string;
  exit?: number;
}

/** What came of a piece of a terminal's output. */
export interface Taken {
  /** What is left for the screen. */
  shown: Buffer;
  commands: MarkedCommand[];
}

/** How every mark begins: the escape sequence by which shells tell terminals what runs in them. */
const opening = Buffer.from('\x1b]633;');
const [bell, cancel, substitute, escape, backslash] = [0x07, 0x18, 0x1a, 0x1b, 0x5c];
/** Longest mark, in bytes; what is longer is none. */
const longestMark = 17_000;
/** Longest line of a command, in UTF-16 units. */
const longestLine = 4_096;
/** Shells in shells of which a command is under way. */
const mostShells = 16;

/**
 * Reads a shell's marks out of the output of its terminal, however it is cut into pieces, and leaves the rest for the
 * screen. `E;<line>;<key>;<shell>` says that a command begins, `D;<exit code>;<key>;<shell>` that it has ended. Whatever
 * runs in the terminal can print marks, and can find out the key: what they tell is forgeable. The key keeps out what is
 * no deliberate lie.
 */
export class ShellMarks {
  /** Bytes of `opening` that were read and not shown. */
  private matched = 0;
  /** What was read of a mark; undefined outside of one. */
  private mark: number[] | undefined;
  /** In a mark, after what may be the first byte of its end. */
  private mayEnd = false;
  /** By shell, the command that is under way. */
  private readonly begun = new Map<string, string>();

  /** @param key what honest marks of this terminal carry */
  constructor(private readonly key: string) {}

  /** Takes the next piece of output. */
  take(chunk: Buffer): Taken {
    if (this.matched === 0 && !this.mark && !chunk.includes(escape)) return { shown: chunk, commands: [] };
    const shown = Buffer.allocUnsafe(chunk.length + opening.length);
    const commands: MarkedCommand[] = [];
    let length = 0;
    for (const byte of chunk) {
      if (this.mark) {
        const ended = this.inMark(byte);
        if (ended) commands.push(...this.commandsOf(ended));
        // What broke a mark off is text, and may begin another one.
        if (this.mark || this.matched === 0) continue;
      }
      if (byte === opening[this.matched]) {
        if (++this.matched === opening.length) [this.matched, this.mark] = [0, []];
        continue;
      }
      length += opening.copy(shown, length, 0, this.matched);
      this.matched = byte === escape ? 1 : 0;
      if (this.matched === 0) shown[length++] = byte;
    }
    return { shown: shown.subarray(0, length), commands };
  }

  /** What was held back, once there is no more output. */
  rest(): Buffer {
    return opening.subarray(0, this.matched);
  }

  /** @returns the mark, when this byte ends it */
  private inMark(byte: number): string | undefined {
    const mark = this.mark!;
    if (this.mayEnd) {
      [this.mark, this.mayEnd] = [undefined, false];
      if (byte === backslash) return Buffer.from(mark).toString();
      this.matched = 1;
    } else if (byte === bell) {
      this.mark = undefined;
      return Buffer.from(mark).toString();
    } else if (byte === escape) this.mayEnd = true;
    else if (byte === cancel || byte === substitute || mark.push(byte) > longestMark) this.mark = undefined;
    return undefined;
  }

  private commandsOf(mark: string): MarkedCommand[] {
    const [kind, said = '', key, shell = '', ...more] = mark.split(';');
    if (key !== this.key || more.length > 0) return [];
    if (kind === 'E') return this.begin(shell, lineOf(said));
    const line = this.begun.get(shell);
    if (kind !== 'D' || line === undefined || !/^\d{1,3}$/.test(said)) return [];
    this.begun.delete(shell);
    return [{ line, exit: Number(said) }];
  }

  private begin(shell: string, line: string): MarkedCommand[] {
    this.begun.delete(shell);
    if (line === '') return [];
    if (this.begun.size >= mostShells) this.begun.delete(this.begun.keys().next().value!);
    this.begun.set(shell, line);
    return [{ line }];
  }
}

/** A line as it was typed: `\\` and `\xHH` stand for what would end or break a mark. */
const lineOf = (said: string): string =>
  said
    .replace(/\\(?:\\|x([0-9a-f]{2}))/gi, (_, code?: string) =>
      code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
    )
    .slice(0, longestLine)
    .trim();
