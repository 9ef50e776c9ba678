import type { RangeState } from '#exercise';
import type { JobData } from '#messaging';
import type { ExerciseLog } from '#persistence';
import { CaptureRefused, captureOf, settleCaptures, type CaptureBounds } from '#range';
import { dialBack } from './dial-back.js';
import type { Host, Say } from './host.js';

/** Keeps what passes in the networks that the log says, and dials back to the orchestrator with what was kept. */
export class Captures {
  /** Downloads one after the other: each is as big as a capture may be. */
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly host: Host,
    private readonly log: ExerciseLog,
    private readonly settings: { actor: string; secret: string; captures: CaptureBounds },
    private readonly say: Say,
  ) {}

  /**
   * Begins and ends captures of a range as its state says. One that cannot be had is ended with the reason; the range goes on.
   * @throws EngineError when it cannot be found out what is captured
   */
  async settle(exercise: string, { id, generation, captures }: RangeState): Promise<void> {
    // Never asked for: nothing to look at.
    if (!captures) return;
    const { scenario } = await this.log.setting(exercise);
    const { actor } = this.settings;
    const failed = await settleCaptures(
      await this.host.helper(),
      id,
      Object.keys(scenario.networks),
      new Set(captures),
      this.settings.captures,
    );
    for (const [network, reason] of failed) {
      this.say('warn', `network ${network} of range ${id} is not captured: ${reason}`);
      const report = { is: 'capture-failed' as const, network, reason };
      await this.log.execute(exercise, { type: 'report-range', actor, range: id, generation, report });
    }
  }

  /** The same for a range that a job was about, if it is up and on this host. */
  async look({ exercise, range }: JobData<'reconcile'>): Promise<void> {
    const now = (await this.log.state(exercise)).ranges[range];
    if (!now || `worker:${now.host}` !== this.settings.actor) return;
    if (['ready', 'degraded', 'suspended'].includes(now.status)) await this.settle(exercise, now);
  }

  /** Sends what was captured of a network to whoever asked for it. */
  async run({ exercise, range, network, session, relay }: JobData<'capture'>): Promise<void> {
    const turn = this.reading.then(() => this.send(exercise, range, network, session, relay));
    this.reading = turn.catch(() => undefined);
    return turn;
  }

  private async send(exercise: string, range: string, network: string, session: string, relay: string) {
    const { scenario } = await this.log.setting(exercise);
    const index = Object.keys(scenario.networks).indexOf(network);
    if (index < 0) throw new Error(`there is no network ${network}`);
    const socket = await dialBack(this.settings.secret, 'capture', { relay, session }, (opened) =>
      opened.on('error', (error) => this.say('warn', `capture ${session}: ${error.message}`)),
    );
    try {
      const helper = await this.host.helper();
      await captureOf(this.host.engine, helper, range, index, (bytes) => socket.send(Buffer.from(bytes)));
      socket.close(1000, 'complete');
    } catch (error) {
      const refused = error instanceof CaptureRefused;
      socket.close(refused ? nothingThere : 1011, refused ? error.message : 'the capture cannot be read');
      if (!refused) throw error;
    }
  }
}

/** The contract's code for what is not there. */
const nothingThere = 4404;
