import type { JobData } from '#messaging';
import type { ExerciseLog } from '#persistence';
import { findNode, openTerminal, type NodeAddress, type OpenTerminal, type Terminal } from '#range';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket, type RawData } from 'ws';
import { z } from 'zod';
import { dialBack } from './dial-back.js';
import type { Host, Say } from './host.js';
import type { CommandSource, Tap } from './observe/command-source.js';
import type { ReadyShells } from './ready-shells.js';

/** Either side is read no further while the other is this far behind, in bytes. */
const mostBuffered = 1 << 20;
/** A resumed node goes on within this, ms. */
const thawWithin = 10_000;
const control = z.strictObject({ resize: z.tuple([z.int().min(1).max(1000), z.int().min(1).max(1000)]) });

/** Opens shells in nodes and dials back to the orchestrator with their bytes. */
export class Terminals {
  private readonly open = new Set<WebSocket>();

  constructor(
    private readonly host: Host,
    private readonly log: ExerciseLog,
    private readonly ready: ReadyShells,
    private readonly commands: CommandSource,
    private readonly settings: { installation: string; secret: string },
    private readonly say: Say,
  ) {}

  /** Done as soon as the two are joined; the terminal lives on. */
  async run({ exercise, range, node, session, relay }: JobData<'terminal'>): Promise<void> {
    let tap: Tap | undefined;
    const open = async () => {
      const { scenario } = await this.log.setting(exercise);
      const as = scenario.nodes[node]?.terminal;
      if (!as) throw new Error(`node ${node} has no terminal`);
      const { installation } = this.settings;
      const { user, shell } = as;
      tap = this.commands.tap(scenario, { exercise, range, node, user });
      const environment = this.commands.environment(scenario, node);
      return this.shell({ installation, range, node, user, shell, environment, cols: 80, rows: 24 });
    };
    // At once, for someone waits.
    const [dialled, opened] = await Promise.allSettled([
      // What was typed already waits in the socket until there is a shell to read it.
      dialBack(this.settings.secret, 'terminal', { relay, session }, (socket) => socket.pause()),
      open(),
    ]);
    if (dialled.status === 'rejected') {
      if (opened.status === 'fulfilled') opened.value.close();
      throw dialled.reason;
    }
    const socket = dialled.value;
    if (opened.status === 'rejected') {
      socket.close(1011, 'The node takes no terminal now; look whether it runs.');
      throw opened.reason;
    }
    // Whoever left while the shell was opened hears no close any more.
    if (socket.readyState === WebSocket.OPEN) this.join(socket, opened.value, session, tap);
    else opened.value.close();
  }

  /** Hangs every terminal up. */
  close(): void {
    for (const socket of this.open) socket.close(1012, 'the worker restarts; connect again');
  }

  /** Opens a shell; in a node that is frozen still, as soon as it goes on. */
  private async shell(request: OpenTerminal): Promise<Terminal> {
    const open = async () => {
      const terminal = this.ready.take(request) ?? (await openTerminal(this.host.engine, request));
      terminal.stream.on('error', (error: Error) =>
        this.say('warn', `terminal of ${request.node} in ${request.range}: ${error.message}`),
      );
      return terminal;
    };
    try {
      return await open();
    } catch (error) {
      if (!(await this.thaws(request))) throw error;
      return open();
    }
  }

  /** A range that was just resumed says so before its last node goes on: waits for that, though not for long. */
  private async thaws(node: NodeAddress): Promise<boolean> {
    for (const end = Date.now() + thawWithin; Date.now() < end; await sleep(100)) {
      const now = await findNode(this.host.engine, node);
      if (!now?.paused) return now?.running ?? false;
    }
    return false;
  }

  private join(socket: WebSocket, terminal: Terminal, session: string, tap: Tap | undefined): void {
    this.open.add(socket);
    const { stream } = terminal;
    stream.on('data', (chunk: Buffer) => {
      const shown = tap ? tap.take(chunk) : chunk;
      if (shown.length === 0) return;
      socket.send(shown, { binary: true }, () => {
        if (stream.isPaused() && socket.bufferedAmount < mostBuffered / 2) stream.resume();
      });
      if (socket.bufferedAmount > mostBuffered) stream.pause();
    });
    stream.resume();
    stream.on('end', () => {
      const rest = tap?.rest();
      if (rest?.length) socket.send(rest, { binary: true });
      socket.close(1000, 'the shell has ended');
    });
    stream.on('error', () => socket.close(1011, 'the terminal broke; connect again'));
    // In order: what is typed after a resize finds the new size.
    let obeyed = Promise.resolve();
    socket.on('message', (data: RawData, binary: boolean) => {
      obeyed = obeyed.then(async () => {
        if (binary) {
          // A program that reads nothing must not have all that is typed pile up here.
          if (!stream.write(data as Buffer) && stream.writableLength > mostBuffered && !socket.isPaused) {
            socket.pause();
            stream.once('drain', () => socket.resume());
          }
        } else await this.obey(String(data as Buffer), terminal, session);
      });
    });
    socket.on('error', (error) => this.say('warn', `terminal ${session}: ${error.message}`));
    socket.resume();
    socket.on('close', () => {
      this.open.delete(socket);
      terminal.close();
    });
  }

  private async obey(text: string, terminal: Terminal, session: string): Promise<void> {
    let wish: unknown;
    try {
      wish = JSON.parse(text);
    } catch {
      wish = undefined;
    }
    const parsed = control.safeParse(wish);
    if (!parsed.success) {
      this.say('warn', `terminal ${session} sent a text frame that is no resize; it is left aside`);
      return;
    }
    const [cols, rows] = parsed.data.resize;
    await terminal
      .resize(cols, rows)
      .catch((error: Error) => this.say('warn', `terminal ${session}: ${error.message}`));
  }
}
