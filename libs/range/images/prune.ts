import type { Engine, ImageSummary } from '../engine-model.js';
import { EngineError } from '../errors.js';
import { labelKeys } from '../labels.js';

/**
 * What keeps an image that VOCR built: a container has it, it is wanted, someone gave it a name of their own, or it is too
 * young to tell; `none` when nothing does, `unknown` when nobody could say what is wanted.
 */
export type ImageUse = 'container' | 'wanted' | 'name' | 'young' | 'none' | 'unknown';

/** An image that VOCR built, and what keeps it. */
export interface KnownImage extends ImageSummary {
  /** `vocr/base`, `vocr/lab-first-breach`. */
  repository: string;
  /** Since it was made or last named, by the engine's clock, ms. */
  ageMs: number;
  use: ImageUse;
}

const ourTag = /^vocr\/[a-z0-9][a-z0-9-]*:[0-9a-f]{16}$/;

/**
 * All images on the engine that VOCR built, of whatever installation, by name.
 * @param isWanted whether something needs the image with this tag; absent when that is not known
 * @param graceMs younger ones may be just about to be used
 */
export async function imagesBuilt(
  engine: Engine,
  isWanted: ((tag: string) => boolean) | undefined,
  graceMs: number,
): Promise<KnownImage[]> {
  const [images, used, { time }] = await Promise.all([
    engine.images.list([labelKeys.image]),
    engine.images.inUse(),
    engine.info(),
  ]);
  const now = Date.parse(time);
  const useOf = ({ id, tags }: ImageSummary, ageMs: number): ImageUse => {
    if (used.has(id)) return 'container';
    if (tags.some((tag) => !ourTag.test(tag))) return 'name';
    if (!isWanted) return 'unknown';
    if (tags.some(isWanted)) return 'wanted';
    return ageMs < graceMs ? 'young' : 'none';
  };
  return images
    .map((image) => {
      const ageMs = now - image.since;
      return { ...image, repository: image.labels[labelKeys.image]!, ageMs, use: useOf(image, ageMs) };
    })
    .sort((a, b) =>
      a.repository === b.repository ? a.ageMs - b.ageMs : a.repository < b.repository ? -1 : 1,
    );
}

/**
 * Removes images that nothing keeps. One that is used in this very moment stays, for the engine refuses.
 * @returns those that stayed, with what the engine said
 */
export async function removeImages(
  engine: Engine,
  images: readonly KnownImage[],
): Promise<{ removed: KnownImage[]; left: { image: KnownImage; why: string }[] }> {
  const removed: KnownImage[] = [];
  let open = images.filter(({ use }) => use === 'none');
  for (;;) {
    const left: { image: KnownImage; why: string }[] = [];
    for (const image of open) {
      try {
        for (const name of image.tags.length > 0 ? image.tags : [image.id]) await engine.images.remove(name);
        removed.push(image);
      } catch (error) {
        if (!(error instanceof EngineError && error.status === 409)) throw error;
        left.push({ image, why: error.message });
      }
    }
    // One that others are made of can go when they have gone.
    if (left.length === 0 || left.length === open.length) return { removed, left };
    open = left.map(({ image }) => image);
  }
}
