import { readFolder, type StoredScenario } from '#persistence';
import {
  PolicyError,
  checkImage,
  proxiesOf,
  proxyImage,
  resolverImage,
  resolversOf,
  tarOf,
  type Engine,
} from '#range';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Readable } from 'node:stream';

/** Told what is being built or pulled, for people. */
export type OnImage = (image: string, line: string) => void;

const platformPrefix = 'vocr/';

/**
 * The images of nodes. One that a scenario builds is named by the content of its folder, so the same content is built
 * once, and a changed one anew; whoever asks for one that is being built waits for that build.
 */
export class Images {
  private readonly building = new Map<string, Promise<string>>();

  constructor(
    private readonly engine: Engine,
    /** Folder of the platform's own images: `vocr/attacker` is built from its `attacker/`. */
    private readonly platform: string,
  ) {}

  /**
   * The engine's image id for every node of a scenario, built or pulled where it is missing.
   * @throws EngineError naming the image that could not be had; PolicyError for one that may not be used
   */
  async ensure({ scenario, files }: StoredScenario, onImage: OnImage): Promise<Record<string, string>> {
    const ids: Record<string, string> = {};
    for (const [name, node] of Object.entries(scenario.nodes)) {
      ids[name] =
        node.build === undefined
          ? await this.named(node.image!, onImage)
          : await this.built(`${platformPrefix}lab-${scenario.id}`, filesBelow(files, node.build), onImage);
      const facts = await this.engine.images.inspect(ids[name]);
      if (!facts) throw new PolicyError(name, 'Image', `image ${ids[name]} has vanished from the engine`);
      checkImage(name, facts);
    }
    for (const name of resolversOf(scenario)) ids[name] = await this.named(resolverImage, onImage);
    for (const name of proxiesOf(scenario)) ids[name] = await this.named(proxyImage, onImage);
    return ids;
  }

  private async named(reference: string, onImage: OnImage): Promise<string> {
    if (reference.startsWith(platformPrefix)) {
      const folder = join(this.platform, reference.slice(platformPrefix.length));
      return this.built(reference, await readFolder(folder), onImage);
    }
    const there = await this.engine.images.inspect(reference);
    return (
      there?.id ?? this.engine.images.pull(reference, { onProgress: (line) => onImage(reference, line) })
    );
  }

  private async built(name: string, context: Map<string, Uint8Array>, onImage: OnImage): Promise<string> {
    const tag = `${name}:${contentHash(context)}`;
    const there = await this.engine.images.inspect(tag);
    if (there) return there.id;
    const known = this.building.get(tag);
    if (known) return known;
    const made = this.build(tag, context, onImage).finally(() => this.building.delete(tag));
    this.building.set(tag, made);
    return made;
  }

  private async build(tag: string, context: Map<string, Uint8Array>, onImage: OnImage): Promise<string> {
    onImage(tag, 'starts');
    const archive = await tarOf(
      [...context].map(([path, content]) => ({
        path,
        content: Buffer.from(content),
        uid: 0,
        gid: 0,
        // Archives of scenarios carry no permissions: scripts are run through their interpreter or made executable there.
        mode: 0o644,
      })),
    );
    return this.engine.images.build(Readable.from([archive]), {
      tag,
      labels: {},
      onProgress: (line) => onImage(tag, line),
    });
  }
}

function filesBelow(files: ReadonlyMap<string, Uint8Array>, folder: string): Map<string, Uint8Array> {
  const prefix = `${folder.replace(/\/$/, '')}/`;
  return new Map(
    [...files]
      .filter(([path]) => path.startsWith(prefix))
      .map(([path, data]) => [path.slice(prefix.length), data]),
  );
}

function contentHash(files: Map<string, Uint8Array>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) {
    const content = createHash('sha256').update(files.get(path)!).digest('hex');
    hash.update(`${content} ${path}\n`);
  }
  return hash.digest('hex').slice(0, 16);
}
