import type { ScenarioPacks } from '#persistence';
import type { Host, Say } from './host.js';
import type { Images } from './images.js';

const lookEvery = 10_000;
/** A build that failed is not tried again sooner than this, ms; a launch tries it at once. */
const failedAgainAfter = 300_000;
/** A worker that starts before the orchestrator has filled the catalogue waits this long for it, ms. */
const patience = 20_000;

/** Builds what the catalogue's scenarios need before anyone waits for it. What fails is tried again, and at a launch. */
export class ImageKeeper {
  private readonly done = new Set<string>();
  /** By digest, when to try those again that failed. */
  private readonly retryAt = new Map<string, number>();
  private readonly since = Date.now();
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;

  constructor(
    private readonly host: Host,
    private readonly images: Images,
    private readonly packs: ScenarioPacks,
    private readonly say: Say,
  ) {}

  start(): void {
    void this.look();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    const { status } = this.host;
    try {
      await this.host.helper();
      const all = await this.packs.list();
      if (all.length === 0 && Date.now() - this.since < patience)
        status.preparing = 'waiting for the catalogue';
      else await this.build(all.filter(({ digest }) => this.isDue(digest)));
    } catch (error) {
      this.say('error', `preparing images: ${(error as Error).message}`);
      delete status.preparing;
    }
    const next = status.preparing === undefined ? lookEvery : 500;
    if (!this.stopped) this.timer = setTimeout(() => void this.look(), next);
  }

  private async build(packs: Awaited<ReturnType<ScenarioPacks['list']>>): Promise<void> {
    const { status } = this.host;
    for (const [index, pack] of packs.entries()) {
      const place = `images of ${pack.scenario.id} (${index + 1} of ${packs.length})`;
      status.preparing = place;
      try {
        await this.images.ensure(pack, (image, line) => {
          status.preparing = `${place}: ${image}: ${line.slice(0, 120)}`;
        });
        this.done.add(pack.digest);
      } catch (error) {
        this.say('error', `${place}: ${(error as Error).message}`);
        this.retryAt.set(pack.digest, performance.now() + failedAgainAfter);
      }
    }
    delete status.preparing;
  }

  private isDue(digest: string): boolean {
    return !this.done.has(digest) && performance.now() >= (this.retryAt.get(digest) ?? 0);
  }
}
