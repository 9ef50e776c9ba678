import type { HostStatus } from '#persistence';
import { connectEngine, endLockHog, ensureHelper, ensureIsolation, linkSupport, lookAtHost } from '#range';
import type { Engine, EngineAddress, Helper } from '#range';

/** Says something to whoever runs the installation. */
export type Say = (level: 'info' | 'warn' | 'error', text: string) => void;

const watchEvery = 4_000;
/** While ranges cannot be launched yet, someone waits for it. */
const watchEveryUnready = 500;
/** A look that takes longer is reported so, ms: whoever waits for word of the host would take it for lost. */
const lookWithin = 15_000;

/** What the worker was given for its host. */
export interface HostMeans {
  /** IPv4 networks that ranges' subnets are taken from. */
  pools: readonly string[];
  /** Ranges worked on at once. */
  slots: number;
}

/**
 * The Docker host that this worker serves: its engine, its helper, and whether its ranges are isolated. Looks every four
 * seconds, more often while it is not ready; what is wrong is told to the orchestrator, which then sends no new range.
 */
export class Host {
  readonly engine: Engine;
  /** What the worker says of the host; `preparing` is the image builder's to set. */
  readonly status: HostStatus = {
    docker: { ok: false, detail: 'not looked at yet' },
    isolation: { ok: false, detail: 'not looked at yet' },
    preparing: 'starting',
  };
  private current: Helper | undefined;
  private ensuring: Promise<Helper> | undefined;
  private cpus: number | undefined;
  private looking: Promise<void> | undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly installation: string,
    address: EngineAddress,
    private readonly means: HostMeans,
    private readonly say: Say,
    private readonly report: (status: HostStatus) => Promise<void>,
  ) {
    this.engine = connectEngine(address);
  }

  /** Starts to watch; the first look is done when this returns, unless the engine hangs. */
  async start(): Promise<void> {
    await this.watch();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The host helper, made where it is missing, with the static rules in force. @throws when either cannot be had */
  async helper(): Promise<Helper> {
    if (this.current && (await isRunning(this.engine, this.current))) return this.current;
    this.ensuring ??= this.makeHelper().finally(() => (this.ensuring = undefined));
    return this.ensuring;
  }

  /** Takes note that rules had vanished and were put in again. */
  alarm(rules: readonly { why: string }[]): void {
    const what = rules.map(({ why }) => why).join('; ');
    this.say('error', `isolation rules had vanished and were put in again (another firewall tool?): ${what}`);
  }

  private async makeHelper(): Promise<Helper> {
    const helper = await ensureHelper(this.engine, {
      installation: this.installation,
      onProgress: (line) => {
        this.status.preparing = `building the host helper: ${line.slice(0, 100)}`;
      },
    });
    try {
      // On the first start it is no alarm that they are missing.
      await ensureIsolation(helper);
      this.status.links = await linkSupport(helper);
    } catch (error) {
      // The next try begins a talk of its own.
      helper.close();
      throw error;
    }
    this.current?.close();
    this.current = helper;
    return helper;
  }

  private async watch(): Promise<void> {
    await this.lookInTime();
    try {
      await this.report(this.status);
    } catch (error) {
      this.say('error', `the host could not be reported: ${(error as Error).message}`);
    }
    const ready = this.status.isolation.ok && this.status.preparing === undefined;
    const wait = ready ? watchEvery : watchEveryUnready;
    if (!this.stopped) this.timer = setTimeout(() => void this.watch(), wait);
  }

  /** Looks, or waits a while longer for a look that hangs: the engine may. */
  private async lookInTime(): Promise<void> {
    this.looking ??= this.look().finally(() => (this.looking = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), lookWithin);
    });
    const came = await Promise.race([this.looking, late]).finally(() => clearTimeout(timer));
    if (came !== 'late') return;
    this.note('docker', false, `Docker has not answered for ${lookWithin / 1000} s`);
    this.note('isolation', false, 'not known, because Docker does not answer');
  }

  private async look(): Promise<void> {
    try {
      const { version } = await this.engine.version();
      this.note('docker', true, `Docker Engine ${version}`);
    } catch (error) {
      this.note('docker', false, (error as Error).message);
      this.note('isolation', false, 'not known, because Docker does not answer');
      return;
    }
    // The first helper takes a while to build; the host is reported meanwhile.
    if (!this.current) {
      this.note('isolation', false, this.status.preparing ?? 'the host helper is being made');
      this.helper().catch((error: Error) => this.note('isolation', false, error.message));
      return;
    }
    try {
      const helper = await this.helper();
      const { missing, measure, lockHogs } = await lookAtHost(helper, this.means.pools);
      this.cpus ??= (await this.engine.info()).cpus;
      this.status.capacity = { ...measure, cpus: this.cpus, slots: this.means.slots };
      for (const hog of lockHogs) {
        const name = await endLockHog(this.engine, helper, hog);
        if (name) this.say('warn', `processes of ${name} were ended: they held ${hog.locks} file locks`);
      }
      if (missing.length) {
        this.alarm(missing);
        await ensureIsolation(helper);
      }
      this.note('isolation', true, 'the static rules are in force');
    } catch (error) {
      this.note('isolation', false, (error as Error).message);
    }
  }

  private note(part: 'docker' | 'isolation', ok: boolean, detail: string): void {
    if (this.status[part].ok !== ok) this.say(ok ? 'info' : 'error', `${part}: ${detail}`);
    this.status[part] = { ok, detail };
  }
}

/** Who is talked with runs; the engine is asked only when nobody is. */
async function isRunning(engine: Engine, helper: Helper): Promise<boolean> {
  if (await helper.isAlive()) return true;
  return (await engine.containers.inspect(helper.container))?.state === 'running';
}
