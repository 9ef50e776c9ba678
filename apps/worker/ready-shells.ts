import type { OpenTerminal, Terminal } from '#range';
import type { Say } from './host.js';

/** Most bytes that are kept of what a shell says before anyone sees it; one that says more is given up. */
const mostKept = 64 * 1024;

interface ReadyShell {
  terminal: Terminal;
  user: string;
  said: Buffer[];
  note(chunk: Buffer): void;
  lose(): void;
}

/**
 * Shells that stand ready in nodes of warm ranges, so that who claims one has a prompt at once: starting a shell takes
 * the engine longer than all else between a claim and its prompt. They hold no team value, for the range is nobody's yet.
 */
export class ReadyShells {
  private readonly shells = new Map<string, ReadyShell>();

  constructor(
    private readonly open: (request: OpenTerminal) => Promise<Terminal>,
    private readonly say: Say,
  ) {}

  /** Has a shell stand ready in a node. One that cannot be had is told of and left out: it is opened when asked for. */
  async prepare(request: OpenTerminal): Promise<void> {
    const key = keyOf(request);
    if (this.shells.has(key)) return;
    let terminal: Terminal;
    try {
      terminal = await this.open(request);
    } catch (error) {
      this.say(
        'warn',
        `no shell stands ready in ${request.node} of ${request.range}: ${(error as Error).message}`,
      );
      return;
    }
    const { stream } = terminal;
    const said: Buffer[] = [];
    let room = mostKept;
    const lose = () => {
      if (this.shells.get(key) === shell) this.shells.delete(key);
      terminal.close();
    };
    const note = (chunk: Buffer) => {
      said.push(chunk);
      room -= chunk.length;
      if (room < 0) lose();
    };
    const shell: ReadyShell = { terminal, user: request.user, said, note, lose };
    stream.on('data', note);
    // Its range is taken down, or the engine went away.
    for (const end of ['end', 'error', 'close']) stream.on(end, lose);
    this.shells.set(key, shell);
  }

  /** The shell that stands ready there, once; what it has said comes first, as soon as its stream is resumed. */
  take(request: OpenTerminal): Terminal | undefined {
    const shell = this.shells.get(keyOf(request));
    if (!shell || shell.user !== request.user) return undefined;
    this.shells.delete(keyOf(request));
    const { terminal, said, note, lose } = shell;
    terminal.stream.pause();
    terminal.stream.off('data', note);
    for (const end of ['end', 'close']) terminal.stream.off(end, lose);
    if (said.length) terminal.stream.unshift(Buffer.concat(said));
    return terminal;
  }

  /** Ends the shells of a range that nobody will claim. */
  drop(range: string): void {
    for (const [key, { lose }] of this.shells) if (key.startsWith(`${range}/`)) lose();
  }

  /** Ends them all. */
  close(): void {
    for (const { lose } of this.shells.values()) lose();
  }
}

const keyOf = ({ range, node }: OpenTerminal) => `${range}/${node}`;
