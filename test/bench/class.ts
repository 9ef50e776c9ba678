import { createAccount, issueCredential } from '#auth';
import { openDatabase, type Role } from '#persistence';
import { Api } from '../../apps/cli/scenario/api.js';
import type { ExerciseView } from '../support/player.js';
import type { Product } from '../support/product.js';
import { openSocket, type Message, type Reader } from '../support/stream.js';

/** A learner of the class, in a team of their own. */
export interface Learner {
  api: Api;
  team: string;
}

/** An event that somebody waits for. */
interface Expected {
  type: string;
  team: string;
  node: string | undefined;
  seen(message: Message): void;
}

/** A running class exercise, whose instructor sees every event as soon as it comes. */
export class BenchClass {
  private reader!: Reader;
  private readonly waiting: Expected[] = [];

  private constructor(
    readonly teacher: Api,
    readonly exercise: string,
    readonly learners: Learner[],
  ) {}

  /** Opens and starts a class of so many learners. Nothing is launched. */
  static async open(product: Product, scenario: string, size: number): Promise<BenchClass> {
    const teacher = await someone(product, 'instructor');
    const { id } = await teacher.post<{ id: string }>('/exercises', { scenario, mode: 'class' });
    const learners: Learner[] = [];
    for (let i = 0; i < size; i++) {
      const api = await someone(product, 'learner');
      const view = await api.post<ExerciseView & { you: { teams: string[] } }>(`/exercises/${id}/join`);
      learners.push({ api, team: view.you.teams[0]! });
    }
    await teacher.post(`/exercises/${id}/start`);
    const made = new BenchClass(teacher, id, learners);
    const at = `${product.url}/stream?exercise=${id}&after=0`;
    made.reader = openSocket(at, { headers: { authorization: `Bearer ${teacher.token}` } });
    made.reader.socket.on('message', (data: Buffer) => made.see(JSON.parse(data.toString()) as Message));
    await made.reader.opened;
    return made;
  }

  /** Orders a learner's range and waits for an event of it. @returns wall time from the order, ms */
  async order(learner: Learner, order: 'start' | 'stop', until: string, node?: string): Promise<number> {
    const begun = performance.now();
    const seen = this.next(learner.team, until, node);
    await learner.api.post(`/exercises/${this.exercise}/teams/${learner.team}/range/${order}`);
    await seen;
    return performance.now() - begun;
  }

  launch = (learner: Learner) => this.order(learner, 'start', 'range.ready');
  stop = (learner: Learner) => this.order(learner, 'stop', 'range.gone');

  /** Ends the exercise, and with it what still runs of it. */
  async close(): Promise<void> {
    await this.teacher.post(`/exercises/${this.exercise}/finish`);
    await this.reader.close();
  }

  /** @throws Error with the reason when the team's range fails instead */
  private next(team: string, type: string, node?: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const seen = (message: Message) => {
        if (message.type === type) resolve(message);
        else reject(new Error(`the range of team ${team} failed: ${JSON.stringify(message['payload'])}`));
      };
      this.waiting.push({ type, team, node, seen });
    });
  }

  private see(message: Message): void {
    const said = (message['payload'] as { node?: string } | undefined)?.node;
    const done = this.waiting.filter(({ type, team, node }) => {
      const isIt = type === message.type && (node === undefined || node === said);
      return team === message.team && (isIt || message.type === 'range.failed');
    });
    for (const one of done) {
      this.waiting.splice(this.waiting.indexOf(one), 1);
      one.seen(message);
    }
  }
}

let count = 0;

/** A new account's API. Not by the command line, which takes a second for each. */
async function someone(product: Product, role: Role): Promise<Api> {
  const db = await openDatabase(product.databaseUrl, 1);
  try {
    const made = await createAccount(db, { username: `bench-${role}-${count++}`, role });
    if (!made.ok) throw new Error(made.fault.detail);
    return new Api(product.url, await issueCredential(db, { kind: 'token', account: made.person.account }));
  } finally {
    await db.destroy();
  }
}
