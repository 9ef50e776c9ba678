import { platformImages, platformPrefix, type Scenario } from '#scenario';
import { checkImage } from '../container-spec.js';
import type { Engine, ImageFacts } from '../engine-model.js';
import { EngineError } from '../errors.js';
import { proxiesOf, proxyImage } from '../proxy.js';
import { resolverImage, resolversOf } from '../resolver.js';
import { buildImage, usualLimits, type BuildLimits } from './build-image.js';
import { BuildTurns } from './build-turns.js';
import type { ImageProgress } from './progress.js';
import { filesBelow, recipeOf, RecipeRefused, tagOf, type Files, type Recipe } from './recipe.js';
import { SharedWork } from './shared-work.js';
import { together, waitingFor, type ImageRequest, type Waiting } from './waiting.js';

/** A scenario with the files of its folder. */
export interface ScenarioFolder {
  scenario: Scenario;
  files: Files;
}

/** What images are built with. */
export interface ImageMeans {
  /** The files of a platform image's folder: of `attacker` for `vocr/attacker`; undefined when there is none. */
  platform: (name: string) => Promise<Files | undefined>;
  /** Whether the steps of scenarios' Dockerfiles reach the network. */
  network: boolean;
  /** Bytes free where the engine keeps its data; undefined where it is not known. */
  freeDisk?: () => Promise<number | undefined>;
  limits?: BuildLimits;
}

/** An image that is there. */
export interface BuiltImage {
  id: string;
  tag: string;
  /** Whether it was there before. */
  wasThere: boolean;
}

/** A recipe with the images that it is built on. */
interface Settled {
  recipe: Recipe;
  tag: string;
  bases: ReadonlyMap<string, string>;
  /** Those of them that are the platform's. */
  platform: readonly Settled[];
}

const [fewestAtOnce, mostAtOnce] = [2, 4];

/**
 * The images of nodes. One that is built is named by its content and by what it is built on, so the same is built once, and a
 * changed one anew; whoever asks for one that is being built waits for that build.
 */
export class Images {
  private readonly works = new SharedWork<string, ImageProgress>(() => this.turns?.look());
  private turns: BuildTurns | undefined;
  /** Files of a pack never change. */
  private readonly known = new WeakMap<Files, Map<string, Recipe>>();

  constructor(
    private readonly engine: Engine,
    private readonly means: ImageMeans,
  ) {}

  /**
   * The engine's image id for every node of a scenario, built or pulled where it is missing.
   * @throws EngineError naming the image that could not be had; RecipeRefused for a Dockerfile that cannot be built;
   * PolicyError for an image that may not be used
   */
  async ensure(folder: ScenarioFolder, request: ImageRequest = {}): Promise<Record<string, string>> {
    const { scenario } = folder;
    const wanted = new Map<string, (waiter: Waiting) => Promise<ImageFacts>>();
    const nodes = Object.entries(scenario.nodes).map(([name, node]) => {
      const source = node.build === undefined ? node.image! : `build ${node.build.replace(/\/$/, '')}`;
      wanted.set(source, (waiter) =>
        node.build === undefined
          ? this.named(node.image!, waiter)
          : this.had(this.own(folder, node.build), waiter),
      );
      return { name, source, isOwn: true };
    });
    for (const [image, names] of [
      [resolverImage, resolversOf(scenario)],
      [proxyImage, proxiesOf(scenario)],
    ] as const) {
      if (names.length > 0) wanted.set(image, (waiter) => this.named(image, waiter));
      nodes.push(...names.map((name) => ({ name, source: image, isOwn: false })));
    }
    const facts = new Map(
      await together(request, (waiter) =>
        [...wanted].map(async ([source, get]) => [source, await get(waiter)] as const),
      ),
    );
    for (const { name, source, isOwn } of nodes) if (isOwn) checkImage(name, facts.get(source)!);
    return Object.fromEntries(nodes.map(({ name, source }) => [name, facts.get(source)!.id]));
  }

  /** One of the platform's own images, by name without `vocr/`. @throws as `ensure` */
  async platform(name: string, request: ImageRequest = {}): Promise<BuiltImage> {
    return this.kept(await this.platformRecipe(`${platformPrefix}${name}`), waitingFor(request));
  }

  /** What a scenario builds, by folder. @throws as `ensure` */
  async scenario(folder: ScenarioFolder, request: ImageRequest = {}): Promise<Map<string, BuiltImage>> {
    const folders = buildFolders(folder.scenario);
    return new Map(
      await together(request, (waiter) =>
        folders.map(async (build) => [build, await this.kept(this.own(folder, build), waiter)] as const),
      ),
    );
  }

  /**
   * The tags of what a scenario builds and of the platform's images that it uses, as they would be now; nothing is built or
   * pulled.
   * @returns undefined when that cannot be told, because what an image is built on is not there
   */
  async tagsOf(folder: ScenarioFolder): Promise<string[] | undefined> {
    const { scenario } = folder;
    const named = Object.values(scenario.nodes).flatMap(({ image }) => (image === undefined ? [] : [image]));
    if (resolversOf(scenario).length > 0) named.push(resolverImage);
    if (proxiesOf(scenario).length > 0) named.push(proxyImage);
    const platform = named.filter((image) => image.startsWith(platformPrefix));
    const recipes = [
      ...(await Promise.all([...new Set(platform)].map((image) => this.platformRecipe(image)))),
      ...buildFolders(scenario).map((build) => this.own(folder, build)),
    ];
    return this.tags(recipes);
  }

  /** The tag of a platform image as it would be now, and of what it is built on; undefined as for `tagsOf`. */
  async platformTags(name: string): Promise<string[] | undefined> {
    return this.tags([await this.platformRecipe(`${platformPrefix}${name}`)]);
  }

  private async tags(recipes: readonly Recipe[]): Promise<string[] | undefined> {
    const settled = await Promise.all(recipes.map((recipe) => this.settle(recipe, undefined)));
    const all = (one: Settled): string[] => [one.tag, ...one.platform.flatMap(all)];
    const known = settled.filter((one) => one !== undefined);
    return known.length < settled.length ? undefined : [...new Set(known.flatMap(all))];
  }

  private async kept(recipe: Recipe, waiter: Waiting): Promise<BuiltImage> {
    const settled = (await this.settle(recipe, waiter))!;
    const { tag } = settled;
    const wasThere = (await this.engine.images.inspect(tag)) !== undefined;
    const { id } = await this.hadSettled(settled, waiter);
    return { id, tag, wasThere };
  }

  private own({ scenario, files }: ScenarioFolder, build: string): Recipe {
    const known = this.known.get(files) ?? new Map<string, Recipe>();
    this.known.set(files, known);
    const folder = build.replace(/\/$/, '');
    const title = folder.split('/').at(-1)!;
    const recipe =
      known.get(folder) ??
      recipeOf(
        { repository: `${platformPrefix}lab-${scenario.id}`, title, folder },
        filesBelow(files, folder),
      );
    known.set(folder, recipe);
    return recipe;
  }

  private async platformRecipe(image: string): Promise<Recipe> {
    const name = image.slice(platformPrefix.length);
    // A name, never a path: it becomes that of a folder.
    const files = /^[a-z0-9][a-z0-9-]*$/.test(name) ? await this.means.platform(name) : undefined;
    if (!files)
      throw new RecipeRefused(`${image} is none of VOCR's images; ${platformImages.join(' and ')} are`);
    return recipeOf({ repository: image, title: image, folder: `docker/${name}` }, files);
  }

  private async named(image: string, waiter: Waiting): Promise<ImageFacts> {
    if (image.startsWith(platformPrefix)) return this.had(await this.platformRecipe(image), waiter);
    return (await this.pulled(image, waiter))!;
  }

  private async had(recipe: Recipe, waiter: Waiting): Promise<ImageFacts> {
    return this.hadSettled((await this.settle(recipe, waiter))!, waiter);
  }

  /**
   * Finds what a recipe is built on.
   * @param waiter who waits for what has to be pulled; without one nothing is pulled
   * @returns undefined when something would have to be pulled
   */
  private async settle(
    recipe: Recipe,
    waiter: Waiting | undefined,
    within: readonly string[] = [],
  ): Promise<Settled | undefined> {
    const bases = new Map<string, string>();
    const platform: Settled[] = [];
    for (const base of recipe.dockerfile.bases) {
      if (!base.startsWith(platformPrefix)) {
        const facts = await this.pulled(base, waiter);
        if (!facts) return undefined;
        bases.set(base, facts.id);
        continue;
      }
      const chain = [...within, recipe.repository];
      if (chain.includes(base)) throw new RecipeRefused(`${recipe.place}: ${base} is built on itself`);
      const settled = await this.settle(await this.platformRecipe(base), waiter, chain);
      if (!settled) return undefined;
      bases.set(base, settled.tag);
      platform.push(settled);
    }
    return { recipe, bases, platform, tag: tagOf(recipe, bases) };
  }

  private async pulled(reference: string, waiter: Waiting | undefined): Promise<ImageFacts | undefined> {
    const there = await this.engine.images.inspect(reference);
    if (there || !waiter) return there;
    const key = `pull ${reference}`;
    await this.works.join(key, waiter.at(key), async ({ tell, signal }) => {
      const begun = performance.now();
      const say = (line: string) => {
        const seconds = Math.round((performance.now() - begun) / 1000);
        tell({ image: reference, doing: 'pulling', seconds, line });
      };
      say('starts');
      return this.engine.images.pull(reference, { onProgress: say, signal });
    });
    waiter.end(key);
    return this.factsOf(reference);
  }

  private async hadSettled(settled: Settled, waiter: Waiting): Promise<ImageFacts> {
    const { tag } = settled;
    const there = await this.engine.images.inspect(tag);
    if (there) return there;
    const id = await this.works.join(tag, waiter.at(tag), async ({ signal, isUrgent, tell }) => {
      const { title } = settled.recipe;
      tell({ image: title, doing: 'waiting', seconds: 0, line: '' });
      const below: Waiting = { ...waiter, at: (key) => ({ ...waiter.at(key), signal, isUrgent }) };
      await Promise.all(settled.platform.map((base) => this.hadSettled(base, below)));
      const turns = await this.atOnce();
      return turns.take(isUrgent, signal, () => this.build(settled, { signal, isUrgent: isUrgent(), tell }));
    });
    waiter.end(tag);
    return this.factsOf(id);
  }

  private build(
    { recipe, tag, bases }: Settled,
    context: { signal: AbortSignal; isUrgent: boolean; tell: (progress: ImageProgress) => void },
  ): Promise<string> {
    const isScenarios = recipe.repository.startsWith(`${platformPrefix}lab-`);
    return buildImage(this.engine, {
      recipe,
      tag,
      bases,
      limits: this.means.limits ?? usualLimits,
      network: this.means.network || !isScenarios,
      freeDisk: this.means.freeDisk ?? (async () => undefined),
      ...context,
    });
  }

  private async factsOf(reference: string): Promise<ImageFacts> {
    const facts = await this.engine.images.inspect(reference);
    if (!facts) throw new EngineError(`image ${reference} has vanished from the engine`);
    return facts;
  }

  private async atOnce(): Promise<BuildTurns> {
    const { cpus } = await this.engine.info();
    return (this.turns ??= new BuildTurns(Math.min(mostAtOnce, Math.max(fewestAtOnce, cpus))));
  }
}

/** The folders that a scenario's nodes are built from, each once. */
const buildFolders = ({ nodes }: Scenario): string[] => [
  ...new Set(
    Object.values(nodes).flatMap(({ build }) => (build === undefined ? [] : [build.replace(/\/$/, '')])),
  ),
];
