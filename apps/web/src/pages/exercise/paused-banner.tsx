import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.js';

/** Says, wherever one has scrolled to, that everything stands still. It lies over the page, so that nothing moves. */
export function PausedBanner() {
  const { t } = useTranslation();
  return (
    <div className="paused-banner">
      <Notice kind="warn">{t('exercise.paused')}</Notice>
    </div>
  );
}
