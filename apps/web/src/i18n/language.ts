import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import en from '../locales/en.json';
import vi from '../locales/vi.json';

export const languages = ['vi', 'en'] as const;
export type Language = (typeof languages)[number];

const remembered = 'vocr.language';

const isLanguage = (name: string | null | undefined): name is Language =>
  languages.some((language) => language === name);

/** The language chosen before, else the first of the browser's that there is, else English. */
export function firstLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen;
  return browser.map((name) => name.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

/** Makes the texts ready. The page's own language follows at every change, so that screen readers speak it. */
export async function startTranslations(): Promise<void> {
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language;
  });
  await i18next.use(initReactI18next).init({
    resources: { vi: { translation: vi }, en: { translation: en } },
    lng: firstLanguage(localStorage.getItem(remembered), navigator.languages),
    fallbackLng: 'en',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

/** The language now, and the way to change it, at once and for good. */
export function useLanguage(): { language: Language; choose: (language: Language) => void } {
  const { i18n } = useTranslation();
  const choose = (language: Language) => {
    localStorage.setItem(remembered, language);
    void i18n.changeLanguage(language);
  };
  return { language: isLanguage(i18n.language) ? i18n.language : 'en', choose };
}
