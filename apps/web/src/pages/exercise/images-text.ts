import type { TFunction } from 'i18next';
import type { ImagesProgress } from './stream-message.js';

/** How far the images of a range are, for people: `1 of 2 · web: step 5 of 12, 34 s`. */
export function imagesText({ done, total, open }: ImagesProgress, t: TFunction): string {
  const atWork = open.filter(({ doing }) => doing !== 'waiting');
  const shown = atWork.length > 0 ? atWork : open.slice(0, 1);
  const each = shown.map(({ image, doing, step, of, seconds }) => {
    if (doing === 'building' && step !== undefined) return t('images.step', { image, step, of, seconds });
    return t(`images.${doing}`, { image, seconds });
  });
  return [t('images.done', { done, total }), ...each].join(' · ');
}
