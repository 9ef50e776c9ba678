import { useTranslation } from 'react-i18next';
import { ApiProblem, NoAnswer } from '../api/problem.js';

/** Says in the console's language what went wrong; the server's own words where it has none. */
export function useProblemText(): (error: unknown) => string {
  const { t, i18n } = useTranslation();
  return (error) => {
    if (error instanceof NoAnswer) return t('problems.no-answer');
    if (!(error instanceof ApiProblem)) return t('problems.unexpected-here');
    const key = `problems.${error.slug}`;
    return error.slug && i18n.exists(key) ? t(key as 'problems.no-answer') : error.message;
  };
}
