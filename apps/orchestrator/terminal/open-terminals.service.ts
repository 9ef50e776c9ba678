import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { isOver } from '#exercise';
import { WakeUp } from '#messaging';
import { ExerciseLog } from '#persistence';
import type { WebSocket } from 'ws';
import { closeCode } from '../sockets/socket.adapter.js';

/** Wake-ups may be lost: every exercise with an open terminal is looked after this often anyway, in milliseconds. */
const lookEvery = 5_000;

/** Whose terminal it is, and where. */
export interface Seat {
  actor: string;
  exercise: string;
  team: string;
  node: string;
}

/** The terminals that are open: logs their opening and closing, and closes them when their exercise has finished. */
@Injectable()
export class OpenTerminals implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(OpenTerminals.name);
  /** Per exercise. */
  private readonly open = new Map<string, Set<WebSocket>>();
  private readonly looking = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: ExerciseLog,
    private readonly wakeUp: WakeUp,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.wakeUp.listen(({ exercise, seq }) => {
      if (seq !== undefined) void this.look(exercise);
    });
    this.timer = setInterval(() => {
      for (const exercise of this.open.keys()) void this.look(exercise);
    }, lookEvery);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Takes a terminal in that has just been joined with its shell. */
  add(client: WebSocket, session: string, seat: Seat): void {
    const { exercise } = seat;
    const clients = this.open.get(exercise) ?? new Set();
    this.open.set(exercise, clients.add(client));
    this.report(session, seat, 'opened');
    client.on('close', () => {
      clients.delete(client);
      if (clients.size === 0 && this.open.get(exercise) === clients) this.open.delete(exercise);
      this.report(session, seat, 'closed');
    });
  }

  private report(session: string, { exercise, ...who }: Seat, is: 'opened' | 'closed'): void {
    this.log
      .execute(exercise, { type: 'report-terminal', ...who, session, is })
      .catch((error: Error) => this.logger.error(`terminal ${session} ${is}: ${error.message}`));
  }

  /** Looks once for all of an exercise's terminals; what is told meanwhile is seen by the look that follows in a while. */
  private async look(exercise: string): Promise<void> {
    const clients = this.open.get(exercise);
    if (!clients || this.looking.has(exercise)) return;
    this.looking.add(exercise);
    try {
      if (!isOver(await this.log.state(exercise))) return;
      for (const client of clients) client.close(closeCode.notThere, 'The exercise has finished.');
    } catch (error) {
      this.logger.error(`looking after terminals of ${exercise}: ${(error as Error).message}`);
    } finally {
      this.looking.delete(exercise);
    }
  }
}
