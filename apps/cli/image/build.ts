import { describeImages, labelKeys, type BuiltImage, type ImagesProgress } from '#range';
import { ensureBaseImage } from '../engine/base-image.js';
import { makeFolders, type Installation } from '../installation/installation.js';
import { formatBytes } from '../machine/disk.js';
import { formatElapsed, type Say, type Steps } from '../reporting/steps.js';
import type { ReadScenario } from '../scenario/read.js';
import type { Scenario } from '#scenario';
import { findBuilder, type Builder } from './builder.js';

/** What is to be built: one of the platform's images, or all that a scenario uses. */
export type Target =
  { kind: 'platform'; name: string } | { kind: 'scenario'; read: ReadScenario & { scenario: Scenario } };

/** An image that was built or was there, as `--json` prints it. */
export interface ImageReport {
  /** `vocr/base`, or the folder in the scenario. */
  image: string;
  /** Of which scenario, `id@version`. */
  scenario?: string;
  tag: string;
  id: string;
  /** Bytes, with what it shares with others. */
  size: number;
  /** Wall time of its target, s. */
  seconds: number;
  /** Whether it was there before. */
  cached: boolean;
}

/**
 * Builds targets one after the other, the images of each side by side.
 * @throws Problem or EngineError of the first one that cannot be built
 */
export async function buildTargets(
  installation: Installation,
  targets: readonly Target[],
  steps: Steps,
): Promise<ImageReport[]> {
  const builder = await findBuilder(installation);
  await makeFolders(installation);
  await steps.step('Base image', (say) => ensureBaseImage(builder.engine, installation.logs, say));
  const reports: ImageReport[] = [];
  for (const target of targets) {
    const title = target.kind === 'platform' ? `vocr/${target.name}` : named(target.read.scenario);
    reports.push(...(await steps.step(title, (say) => build(builder, target, say))));
  }
  return reports;
}

async function build({ engine, images }: Builder, target: Target, say: Say): Promise<ImageReport[]> {
  const begun = performance.now();
  const onProgress = (progress: ImagesProgress) => say(describeImages(progress));
  const built = await buildOne(images, target, onProgress);
  const seconds = Math.round((performance.now() - begun) / 100) / 10;
  const sizes = new Map((await engine.images.list([labelKeys.image])).map(({ id, size }) => [id, size]));
  const isNew = built.filter(([, { wasThere }]) => !wasThere).length;
  say(isNew === 0 ? 'was there' : `${isNew} of ${built.length} built`);
  return built.map(([image, { tag, id, wasThere }]) => ({
    image,
    ...(target.kind === 'scenario' ? { scenario: named(target.read.scenario) } : {}),
    tag,
    id,
    size: sizes.get(id) ?? 0,
    seconds,
    cached: wasThere,
  }));
}

async function buildOne(
  images: Builder['images'],
  target: Target,
  onProgress: (progress: ImagesProgress) => void,
): Promise<[string, BuiltImage][]> {
  if (target.kind === 'platform') {
    return [[`vocr/${target.name}`, await images.platform(target.name, { onProgress })]];
  }
  const built = await images.scenario(target.read, { onProgress });
  // The platform's images that its nodes name, those that are pulled, and whether all of them may be used.
  await images.ensure(target.read, { onProgress });
  return [...built];
}

const named = ({ id, version }: Scenario) => `${id}@${version}`;

/** The report as people read it. */
export function formatImages(reports: readonly ImageReport[]): string {
  const width = Math.max(0, ...reports.map(({ image }) => image.length));
  return reports
    .map(({ image, id, tag, size, seconds, cached }) => {
      const how = cached ? 'was there' : `built in ${formatElapsed(seconds * 1000)}`;
      const short = id.replace('sha256:', '').slice(0, 12);
      return `${image.padEnd(width)}  ${short}  ${formatBytes(size).padStart(7)}  ${how.padEnd(16)}  ${tag}`;
    })
    .join('\n');
}
