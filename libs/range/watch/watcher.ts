import type { Engine } from '../engine-model.js';
import type { Helper } from '../helper.js';
import { beginConnections, lookAtConnections, type ConnectionWatch } from './connections.js';
import { fileWatch, lookAtFiles, type FileWatch } from './files.js';
import type {
  IsReady,
  SeenConnection,
  SeenFile,
  Tell,
  WantedConnection,
  WantedFile,
  Watch,
  WatchedRange,
} from './model.js';
import { Rounds } from './rounds.js';

/** Wall time between looks unless said otherwise, ms. */
const usualLookMs = 1_000;

export interface WatcherOptions {
  engine: Engine;
  /** The helper as it is now: it may be another one later. */
  helper: () => Promise<Helper>;
  /** Told, for whoever runs the installation, what cannot be seen and why; the same trouble once while it lasts. */
  say: (trouble: string) => void;
  /** Wall time between looks, ms; default one second. */
  lookMs?: number;
}

/**
 * Sees from the host what trainees do in ranges: connections, counted by the kernel at the ports of their nodes, and
 * changes of files, compared from look to look. One look serves all ranges of a host. What happens several times between two looks
 * is told once; a file that comes and goes between them is not seen.
 */
export class RangeWatcher {
  private readonly connections: Rounds<ConnectionWatch>;
  private readonly files: Rounds<FileWatch>;

  constructor(private readonly means: WatcherOptions) {
    const { helper, engine, say, lookMs = usualLookMs } = means;
    const connections = async (all: readonly ConnectionWatch[]) =>
      raise(await lookAtConnections(await helper(), all));
    const files = async (all: readonly FileWatch[]) =>
      raise(await lookAtFiles({ engine, helper: await helper() }, all));
    this.connections = new Rounds(connections, lookMs, (why) => say(`connections are not seen: ${why}`));
    this.files = new Rounds(files, lookMs, (why) => say(`changes of files are not seen: ${why}`));
  }

  /**
   * Watches connections that nodes of a range open: TCP by its first packet, UDP by each datagram, ICMP by each echo request.
   * They count from the return of the first call for a range, also while no worker lives (for an hour). The kernel of a node sends
   * again what is not answered, and that is told again. A datagram may be an answer too: name the port. What a router
   * sends under its own address for others (`masquerade`) is taken for its own. One watch of a range at a time.
   * @throws DesireError for a node that the range does not have; EngineError when the kernel does not count
   */
  async watchConnections(
    range: WatchedRange,
    wanted: readonly WantedConnection[],
    tell: Tell<SeenConnection>,
  ): Promise<Watch> {
    refuseSecond(this.connections, ({ range: { range: other } }) => other === range.range, range);
    const watch = await beginConnections(await this.means.helper(), range, wanted, tell);
    this.connections.add(watch);
    return { stop: () => this.connections.remove(watch) };
  }

  /**
   * Watches files and folders of nodes that run. What is there at the first look is where it begins, so begin once the range is
   * ready; of a node that is started anew, what is there at the first look at which it is ready. A path may lead through links; one at its end, or in a folder, is looked at itself and not followed.
   * @throws DesireError for a node that the range does not have, or a path under /proc, /sys or /dev
   */
  async watchFiles(
    range: WatchedRange,
    wanted: readonly WantedFile[],
    tell: Tell<SeenFile>,
    isReady: IsReady = () => true,
  ): Promise<Watch> {
    refuseSecond(this.files, ({ range: other }) => other === range.range, range);
    const watch = fileWatch(range, wanted, tell, isReady, this.means.say);
    const { engine, helper, say } = this.means;
    // What could not be told now is told with the next look.
    for (const error of await lookAtFiles({ engine, helper: await helper() }, [watch]))
      say((error as Error).message);
    this.files.add(watch);
    return { stop: () => this.files.remove(watch) };
  }

  /** Wall time up to which all that is watched was looked at, ms: what happened later may not be told yet. */
  seenUntil(): number {
    return Math.min(this.connections.seenUntil(), this.files.seenUntil());
  }
}

function raise(failures: readonly unknown[]): void {
  if (failures.length > 0) throw failures[0];
}

/** Two that keep what was told of one range would each take it from the other. */
function refuseSecond<One>(
  rounds: Rounds<One>,
  isSame: (one: One) => boolean,
  { range }: WatchedRange,
): void {
  if (rounds.some(isSame)) throw new Error(`range ${range} is watched already: stop that watch first`);
}
