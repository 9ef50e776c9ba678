import { Inject, Logger } from '@nestjs/common';
import { WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import { newId } from '#auth';
import type { Config } from '#config';
import { rangeOf, type RangeState } from '#exercise';
import type { Queues } from '#messaging';
import { ExerciseLog } from '#persistence';
import type { WebSocket } from 'ws';
import { CONFIG, QUEUES } from '../platform/tokens.js';
import { admissionOf, closeCode, reasonOf } from '../sockets/socket.adapter.js';
import { dialBackWithin, RelayTickets } from './relay-tickets.service.js';
import { join } from './join.js';
import { OpenTerminals, type Seat } from './open-terminals.service.js';

/** Bytes that are kept of what is typed before there is a shell. */
const mostEarly = 64 * 1024;

/** A node that is ready takes terminals, though others of its range may still be starting. */
const isOpen = ({ status, nodes }: RangeState, node: string): boolean =>
  ['ready', 'degraded'].includes(status) || (status === 'starting' && nodes[node] === 'ready');

/** Terminals: the browser's side. A request goes to the range's host, whose worker dials back to the relay below. */
@WebSocketGateway({ path: '/terminal' })
export class TerminalGateway implements OnGatewayConnection<WebSocket> {
  private readonly logger = new Logger(TerminalGateway.name);
  /** Per session, what joins the worker that dials back with its browser. */
  private readonly waiting = new Map<string, (worker: WebSocket) => void>();

  constructor(
    private readonly log: ExerciseLog,
    private readonly terminals: OpenTerminals,
    private readonly tickets: RelayTickets,
    @Inject(QUEUES) private readonly queues: Queues,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async handleConnection(client: WebSocket): Promise<void> {
    client.on('error', (error) => this.logger.debug(`a terminal broke: ${error.message}`));
    try {
      await this.request(client);
    } catch (error) {
      this.logger.error(`a terminal could not be asked for: ${(error as Error).message}`);
      client.close(1011, 'The server could not ask for a terminal; try again.');
    }
  }

  /** Asks the range's host for a terminal. @throws when log or queue do not answer */
  private async request(client: WebSocket): Promise<void> {
    const { person, exercise, team, node, access } = admissionOf(client, '/terminal');
    // Nothing that is typed while the setting is read may be lost; what waits comes once somebody listens.
    client.pause();
    const { scenario } = await this.log.setting(exercise).finally(() => client.resume());
    const range = rangeOf(access.state, team);
    if (!scenario.nodes[node]?.terminal) {
      client.close(closeCode.notThere, reasonOf(`There is no terminal on ${node}.`));
      return;
    }
    if (access.state.phase === 'paused') {
      client.close(closeCode.notThere, reasonOf('The exercise is paused; wait until it goes on.'));
      return;
    }
    if (range?.status === 'suspended') {
      client.close(closeCode.notThere, reasonOf('The range is suspended; resume it first.'));
      return;
    }
    if (!range?.host || !isOpen(range, node)) {
      client.close(closeCode.notThere, reasonOf('The range is not ready; start it, and wait until it is.'));
      return;
    }
    const session = newId(20);
    this.await(session, client, { actor: person.account, exercise, team, node });
    const job = { exercise, team, range: range.id, node, session, relay: this.config.relayUrl };
    await this.queues.send(range.host, 'terminal', job);
  }

  /** Joins a worker that has dialled back with its browser. */
  arrived(session: string, worker: WebSocket): void {
    const joined = this.waiting.get(session);
    if (joined) joined(worker);
    else worker.close(1000, 'nobody waits any more');
  }

  /** Keeps what the client types until its worker comes, and gives up when that takes too long. */
  private await(session: string, client: WebSocket, seat: Seat): void {
    const early: { data: Buffer; binary: boolean }[] = [];
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
    client.on('message', keep);
    client.on('close', drop);
    this.tickets.expect(session);
    this.waiting.set(session, (worker) => {
      drop();
      client.off('message', keep);
      for (const { data, binary } of early) worker.send(data, { binary });
      join(client, worker);
      this.terminals.add(client, session, seat);
    });
  }
}
