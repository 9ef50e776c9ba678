import { Suspense } from 'react';
import type { Text } from '../api/queries.js';
import { useLanguage } from '../i18n/language.js';
import { pick } from '../i18n/text.js';
import { lazily } from './lazily.js';
import { Loading } from './loading.js';

const Rendered = lazily(() => import('./markdown-rendered.js'));

/** A scenario's Markdown, in the console's language or the one there is. Raw HTML in it stays text. */
export function Markdown({ text }: { text: Text | undefined }) {
  const { language } = useLanguage();
  const picked = pick(text, language);
  return (
    <div className="prose" lang={picked.language}>
      <Suspense fallback={<Loading />}>
        <Rendered source={picked.text} />
      </Suspense>
    </div>
  );
}
