import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '../components/page.js';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('not-found.title')} narrow>
      <p>{t('not-found.text')}</p>
      <p>
        <Link to="/">{t('common.to-start')}</Link>
      </p>
    </Page>
  );
}
