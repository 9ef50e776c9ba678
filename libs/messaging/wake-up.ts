import { Client } from 'pg';

/** Something to tell those who look at an exercise, that is not logged: `progress` of a launch, place in a `queue`. */
export interface Transient {
  kind: 'progress' | 'queue';
  team?: string;
  range?: string;
  [detail: string]: unknown;
}

/** What goes from process to process: "exercise X is at seq N", or something transient about it. */
export interface Signal {
  exercise: string;
  seq?: number;
  transient?: Transient;
}

const channel = 'vocr_wake_up';
/** How long seqs of one exercise are gathered before they go out as one, in milliseconds. */
const coalescing = 10;
/** Most signals that go out in one statement. */
const mostAtOnce = 500;
/** Longest payload that NOTIFY takes, in bytes. */
const longestPayload = 7_999;

/**
 * Wake-ups between processes, over PostgreSQL's NOTIFY. They are hints: one that is lost delays a reader until it looks
 * again by itself; none is ever the only bearer of a fact.
 */
export class WakeUp {
  private client: Client | undefined;
  private connecting: Promise<Client> | undefined;
  private readonly listeners = new Set<(signal: Signal) => void>();
  private readonly due = new Map<string, number>();
  private readonly outbox: string[] = [];
  private sending = false;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly onError: (error: Error) => void,
  ) {}

  /** Says that an exercise's log has grown to `seq`. */
  announce(exercise: string, seq: number): void {
    this.due.set(exercise, Math.max(seq, this.due.get(exercise) ?? 0));
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      const all = [...this.due];
      this.due.clear();
      for (const [id, at] of all) this.publish({ exercise: id, seq: at });
    }, coalescing);
  }

  /** Tells something transient. */
  tell(exercise: string, transient: Transient): void {
    this.publish({ exercise, transient });
  }

  /** Hears every signal of every process, this one's too, until the returned function is called. */
  async listen(listener: (signal: Signal) => void): Promise<() => void> {
    this.listeners.add(listener);
    try {
      await this.connection();
    } catch (error) {
      this.listeners.delete(listener);
      throw error;
    }
    return () => this.listeners.delete(listener);
  }

  /** Disconnects. What was not sent by then is lost, as any hint may be. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    this.outbox.length = 0;
    const connected = await this.connecting?.catch(() => undefined);
    await (connected ?? this.client)?.end();
  }

  private publish(signal: Signal): void {
    if (this.closed) return;
    const text = JSON.stringify(signal);
    if (Buffer.byteLength(text) > longestPayload) {
      const about = `${signal.transient?.kind ?? 'seq'} of exercise ${signal.exercise}`;
      this.onError(new Error(`a wake-up was not sent, for it is too long: ${about}`));
      return;
    }
    this.outbox.push(text);
    if (!this.sending) void this.send();
  }

  /** Sends what is in the outbox, one statement after the other: a client takes one at a time. */
  private async send(): Promise<void> {
    this.sending = true;
    while (this.outbox.length) {
      const texts = this.outbox.splice(0, mostAtOnce);
      try {
        const client = await this.connection();
        await client.query('SELECT pg_notify($1, text) FROM unnest($2::text[]) AS text', [channel, texts]);
      } catch (error) {
        if (!this.closed) this.onError(error as Error);
      }
    }
    this.sending = false;
  }

  private hear(payload: string): void {
    for (const listener of this.listeners) {
      try {
        listener(JSON.parse(payload) as Signal);
      } catch (error) {
        this.onError(new Error(`the wake-up ${payload.slice(0, 200)} was not understood`, { cause: error }));
      }
    }
  }

  private connection(): Promise<Client> {
    if (this.client) return Promise.resolve(this.client);
    this.connecting ??= this.connect().finally(() => (this.connecting = undefined));
    return this.connecting;
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.databaseUrl,
      keepAlive: true,
      application_name: 'vocr wake-up',
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('the connection ended')));
    client.on('notification', ({ payload }) => this.hear(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end();
      throw error;
    }
    this.client = client;
    return client;
  }

  /** Connects again, every second until it works, when someone listens. */
  private lost(client: Client, error: Error): void {
    if (this.client !== client) return;
    this.client = undefined;
    if (this.closed) return;
    this.onError(error);
    this.retry();
  }

  private retry(): void {
    if (this.closed || this.listeners.size === 0) return;
    setTimeout(() => {
      this.connection().catch((error: Error) => {
        this.onError(error);
        this.retry();
      });
    }, 1_000).unref();
  }
}
