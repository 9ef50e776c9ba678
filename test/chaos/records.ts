import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { ApiProblem } from '../../apps/cli/scenario/api.js';
import type { Player } from '../support/player.js';
import type { Act } from './schedule.js';

/** An event as the API gave it. */
export interface ToldEvent {
  seq: number;
  type: string;
  team?: string;
  range?: string;
  payload: Record<string, unknown>;
}

/** What was acknowledged in a round, and is to be found in the log afterwards. */
export class Records {
  /** Events that the API has shown, by seq. */
  readonly told = new Map<number, ToldEvent>();
  /** Answers by what became of them. Of a request that broke nobody knows whether it was heard. */
  readonly answers = new Map<string, 'acknowledged' | 'refused' | 'unknown'>();
  /** Orders by what became of them. */
  readonly counts = { acknowledged: 0, refused: 0, unknown: 0 };
  /** What the API said twice in two ways. */
  readonly contradictions: string[] = [];
  private watching = true;

  constructor(
    private readonly teacher: Player,
    private readonly node: readonly string[],
  ) {}

  /** Remembers what the log says, as it grows, until `stop`. */
  async watch(): Promise<void> {
    while (this.watching) {
      try {
        await this.look();
      } catch (error) {
        if (!isAway(error)) throw error;
      }
      await sleep(300);
    }
  }

  stop(): void {
    this.watching = false;
  }

  /** Does what a learner tries once, and notes what the API said to it. */
  async act(learner: Player, { kind, which }: Act, number: number): Promise<void> {
    const answer = `try ${number}`;
    const path = {
      answer: 'tasks/greet/answers',
      'reset-node': `range/nodes/${this.node[Math.floor(which * this.node.length)]}/reset`,
    };
    const note = (became: 'acknowledged' | 'refused' | 'unknown') => {
      this.counts[became]++;
      if (kind === 'answer') this.answers.set(answer, became);
    };
    try {
      const rest = kind === 'answer' || kind === 'reset-node' ? path[kind] : `range/${kind}`;
      await learner.api.post(learner.path(rest), kind === 'answer' ? { answer } : undefined);
      note('acknowledged');
    } catch (error) {
      if (!isAway(error)) note('refused');
      else note('unknown');
    }
  }

  /** Reads the log's new events. @returns all that were ever told, in order */
  async look(): Promise<ToldEvent[]> {
    // Half of what is known is asked for again now and then: it must read as before.
    const last = Math.max(0, ...this.told.keys());
    let after: number | undefined = Math.floor(last / 2);
    while (after !== undefined) {
      const page: { items: ToldEvent[]; next?: string | number } = await this.teacher.api.get(
        `/exercises/${this.teacher.exercise}/events?after=${after}&limit=200`,
      );
      for (const event of page.items) this.note(event);
      after = page.items.length ? page.items.at(-1)!.seq : undefined;
    }
    return [...this.told.values()].sort((a, b) => a.seq - b.seq);
  }

  private note(event: ToldEvent): void {
    const before = this.told.get(event.seq);
    if (before && !isDeepStrictEqual(before, event)) {
      this.contradictions.push(
        `seq ${event.seq} was ${JSON.stringify(before)} and is now ${JSON.stringify(event)}`,
      );
    }
    this.told.set(event.seq, event);
  }
}

/** Whether the API could not be asked or could not do it, so that nobody knows what came of it. */
export function isAway(error: unknown): boolean {
  if (error instanceof ApiProblem) return error.status >= 500;
  // fetch's own word for a connection that was refused, reset, or hung up on.
  return error instanceof TypeError || (error as Error).name === 'SocketError';
}
