import type { Text } from '../api/queries.js';
import { languages, useLanguage, type Language } from './language.js';

/** A text in the wanted language, or in the one that there is. */
export function pick(text: Text | undefined, wanted: Language): { language: Language; text: string } {
  const language = [wanted, ...languages].find((name) => text?.[name] !== undefined) ?? wanted;
  return { language, text: text?.[language] ?? '' };
}

/** Reads a scenario's texts in the language of the console. */
export function useText(): (text: Text | undefined) => string {
  const { language } = useLanguage();
  return (text) => pick(text, language).text;
}
