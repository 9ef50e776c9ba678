import { Button } from '../components/button.js';
import { useLanguage } from '../i18n/language.js';

const other = {
  vi: { language: 'en', name: 'English' },
  en: { language: 'vi', name: 'Tiếng Việt' },
} as const;

/** Switches to the other language; it is named in itself, for whoever does not read the present one. */
export function LanguageSwitch() {
  const { language, choose } = useLanguage();
  const to = other[language];
  return (
    <Button look="quiet" onPress={() => choose(to.language)}>
      <span lang={to.language}>{to.name}</span>
    </Button>
  );
}
