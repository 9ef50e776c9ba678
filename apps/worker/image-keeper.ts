import type { ScenarioPacks, StoredScenario } from '#persistence';
import { describeImages, type Images } from '#range';
import type { Host, Say } from './host.js';

const lookEvery = 10_000;
/** While the worker gets ready, someone waits for it, ms. */
const lookEveryUnready = 500;
/** A build that failed is not tried again sooner than this, ms; a launch tries it at once. */
const failedAgainAfter = 300_000;
/** A worker that starts before the orchestrator has filled the catalogue waits this long for it, ms. */
const patience = 20_000;
/** The scenario that newcomers begin with. */
const firstScenario = 'first-breach';

/**
 * Builds what the catalogue's scenarios need before anyone waits for it. The host is not ready before the first scenario is;
 * the others are built after it, one at a time, and give way to whatever a launch needs. What fails is tried again.
 */
export class ImageKeeper {
  private readonly done = new Set<string>();
  /** By digest, when to try those again that failed. */
  private readonly retryAt = new Map<string, number>();
  private readonly since = Date.now();
  private readonly ending = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly host: Host,
    private readonly images: Pick<Images, 'ensure'>,
    private readonly packs: Pick<ScenarioPacks, 'list'>,
    private readonly say: Say,
  ) {}

  start(): void {
    void this.look();
  }

  /** Ends what is being built ahead of need, and looks no more. */
  stop(): void {
    this.ending.abort(new Error('the worker ends'));
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const { status } = this.host;
    try {
      await this.host.helper();
      const all = inOrder(await this.packs.list());
      if (all.length === 0 && status.preparing !== undefined && Date.now() - this.since < patience)
        status.preparing = 'waiting for the catalogue';
      else await this.build(all.filter(({ digest }) => this.isDue(digest)));
    } catch (error) {
      this.say('error', `preparing images: ${(error as Error).message}`);
      delete status.preparing;
    }
    if (this.ending.signal.aborted) return;
    const next = status.preparing === undefined ? lookEvery : lookEveryUnready;
    this.timer = setTimeout(() => void this.look(), next);
  }

  private async build(packs: readonly StoredScenario[]): Promise<void> {
    const { status } = this.host;
    for (const pack of packs) {
      if (this.ending.signal.aborted) return;
      await this.buildOne(pack, status.preparing !== undefined);
      delete status.preparing;
    }
    delete status.preparing;
  }

  /** @param isAwaited whether the host is not ready before it is there */
  private async buildOne(pack: StoredScenario, isAwaited: boolean): Promise<void> {
    const { status } = this.host;
    const place = `images of ${pack.scenario.id}@${pack.scenario.version}`;
    const begun = performance.now();
    let built = 0;
    if (isAwaited) status.preparing = place;
    try {
      await this.images.ensure(pack, {
        isUrgent: isAwaited,
        signal: this.ending.signal,
        onProgress: (progress) => {
          built = progress.done;
          if (isAwaited) status.preparing = `${place}: ${describeImages(progress)}`;
        },
      });
      this.done.add(pack.digest);
      const seconds = Math.round((performance.now() - begun) / 1000);
      if (built > 0) this.say('info', `${place}: ${built} built in ${seconds} s`);
    } catch (error) {
      if (this.ending.signal.aborted) return;
      this.say('error', `${place}: ${(error as Error).message}`);
      this.retryAt.set(pack.digest, performance.now() + failedAgainAfter);
    }
  }

  private isDue(digest: string): boolean {
    return !this.done.has(digest) && performance.now() >= (this.retryAt.get(digest) ?? 0);
  }
}

/** The first scenario first; the catalogue's order otherwise. */
function inOrder(packs: readonly StoredScenario[]): StoredScenario[] {
  const isFirst = ({ scenario }: StoredScenario) => scenario.id === firstScenario;
  return [...packs.filter(isFirst), ...packs.filter((pack) => !isFirst(pack))];
}
