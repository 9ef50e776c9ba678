import { useTranslation } from 'react-i18next';

/** Says that something is on its way; it fades in late, so that what is quick does not flicker. */
export function Loading() {
  const { t } = useTranslation();
  return (
    <p className="loading" role="status">
      {t('common.loading')}
    </p>
  );
}
