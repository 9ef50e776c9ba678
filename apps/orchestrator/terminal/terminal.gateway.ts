import { Inject, Logger } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { newId } from '#auth';
import type { Config } from '#config';
import { rangeOf } from '#exercise';
import { WakeUp, type Queues } from '#messaging';
import { ExerciseLog } from '#persistence';
import type { WebSocket } from 'ws';
import { CONFIG, QUEUES } from '../platform/tokens.js';
import { admissionOf, closeCode, reasonOf } from '../sockets/socket.adapter.js';
import { dialBackWithin, RelayTickets } from './relay-tickets.service.js';
import { join } from './join.js';

interface Waiting {
  client: WebSocket;
  /** What the client typed before the worker came. */
  early: { data: Buffer; binary: boolean }[];
  joined(worker: WebSocket): void;
}

/** Bytes that are kept of what is typed before there is a shell. */
const mostEarly = 64 * 1024;

/** Terminals: the browser's side. A request goes to the range's host, whose worker dials back to the relay below. */
@WebSocketGateway({ path: '/terminal' })
export class TerminalGateway implements OnGatewayConnection<WebSocket> {
  private readonly logger = new Logger(TerminalGateway.name);
  private readonly waiting = new Map<string, Waiting>();

  constructor(
    private readonly log: ExerciseLog,
    private readonly wakeUp: WakeUp,
    private readonly tickets: RelayTickets,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async handleConnection(client: WebSocket): Promise<void> {
    client.on('error', (error) => this.logger.debug(`a terminal broke: ${error.message}`));
    const { person, exercise, team, node, access } = admissionOf(client, '/terminal');
    // Nothing that is typed while the setting is read may be lost; what waits comes once somebody listens.
    client.pause();
    const { scenario } = await this.log.setting(exercise).finally(() => client.resume());
    const range = rangeOf(access.state, team);
    if (!scenario.nodes[node]?.terminal) {
      client.close(closeCode.notThere, reasonOf(`There is no terminal on ${node}.`));
      return;
    }
    if (!range?.host || !['ready', 'degraded'].includes(range.status)) {
      client.close(closeCode.notThere, reasonOf('The range is not ready; start it, and wait until it is.'));
      return;
    }
    const session = newId(20);
    const early = this.await(session, client, { actor: person.account, exercise, team, node });
    client.on('message', early);
    try {
      const relay = this.config.relayUrl;
      await this.queues.send(range.host, 'terminal', {
        exercise,
        team,
        range: range.id,
        node,
        session,
        relay,
      });
    } catch (error) {
      this.logger.error(`terminal ${session}: ${(error as Error).message}`);
      client.close(1011, 'The queue does not answer; try again.');
    }
  }

  /** Joins a worker that has dialled back with its browser. */
  arrived(session: string, worker: WebSocket): void {
    const waiting = this.waiting.get(session);
    if (!waiting) {
      worker.close(1000, 'nobody waits any more');
      return;
    }
    waiting.joined(worker);
  }

  private await(
    session: string,
    client: WebSocket,
    who: { actor: string; exercise: string; team: string; node: string },
  ): (data: Buffer, binary: boolean) => void {
    const early: Waiting['early'] = [];
    let room = mostEarly;
    const keep = (data: Buffer, binary: boolean) => {
      // A frame costs more than its bytes.
      room -= data.length + 64;
      if (room >= 0) early.push({ data, binary });
    };
    const drop = () => {
      clearTimeout(late);
      this.waiting.delete(session);
      this.tickets.forget(session);
    };
    const late = setTimeout(() => {
      drop();
      client.close(1013, 'The host of this range does not answer; try again.');
    }, dialBackWithin);
    client.on('close', drop);
    this.tickets.expect(session);
    this.waiting.set(session, {
      client,
      early,
      joined: (worker) => {
        drop();
        client.off('message', keep);
        for (const { data, binary } of early) worker.send(data, { binary });
        join(client, worker);
        this.watch(client, session, who);
      },
    });
    return keep;
  }

  /** Logs a terminal's opening and closing, and closes it when its exercise has finished. */
  private watch(
    client: WebSocket,
    session: string,
    { actor, exercise, team, node }: { actor: string; exercise: string; team: string; node: string },
  ): void {
    const report = (is: 'opened' | 'closed') =>
      this.log
        .execute(exercise, { type: 'report-terminal', actor, team, node, session, is })
        .catch((error: Error) => this.logger.error(`terminal ${session} ${is}: ${error.message}`));
    void report('opened');
    const listening = this.wakeUp.listen((signal) => {
      if (signal.exercise !== exercise || signal.seq === undefined) return;
      this.log
        .state(exercise)
        .then(
          ({ phase }) =>
            phase === 'finished' && client.close(closeCode.notThere, 'The exercise has finished.'),
        )
        .catch((error: Error) => this.logger.error(`terminal ${session}: ${error.message}`));
    });
    client.on('close', () => {
      void report('closed');
      listening.then((unlisten) => unlisten()).catch((error: Error) => this.logger.error(error.message));
    });
  }
}
