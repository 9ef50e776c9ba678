import i18next from 'i18next';
import { describe, expect, it } from 'vitest';
import en from '../../locales/en.json' with { type: 'json' };
import vi from '../../locales/vi.json' with { type: 'json' };
import { imagesText } from './images-text.js';
import type { ImagesProgress } from './stream-message.js';

async function inLanguage(lng: string, progress: ImagesProgress): Promise<string> {
  const i18n = i18next.createInstance();
  const resources = { en: { translation: en }, vi: { translation: vi } };
  await i18n.init({ lng, resources, interpolation: { escapeValue: false } });
  return imagesText(progress, i18n.t);
}

describe('how far the images are', () => {
  const waiting = { image: 'db', doing: 'waiting', seconds: 0 } as const;
  const building = { image: 'web', doing: 'building', step: 5, of: 12, seconds: 34 } as const;
  const pulling = { image: 'debian:12', doing: 'pulling', seconds: 2 } as const;

  it('is told of what is at work, in both languages', async () => {
    const progress = { done: 1, total: 4, open: [waiting, building, pulling] };
    expect(await inLanguage('en', progress)).toBe(
      '1 of 4 there · building web: step 5 of 12, 34 s · fetching debian:12, 2 s',
    );
    expect(await inLanguage('vi', progress)).toBe(
      'đã có 1 trên 4 · đang dựng web: bước 5 trên 12, 34 giây · đang tải debian:12, 2 giây',
    );
  });

  it('is told of one that waits when nothing else is at work, and when all are there', async () => {
    expect(await inLanguage('en', { done: 0, total: 2, open: [waiting, waiting] })).toBe(
      '0 of 2 there · db waits for its turn',
    );
    expect(await inLanguage('en', { done: 2, total: 2, open: [] })).toBe('2 of 2 there');
  });
});
