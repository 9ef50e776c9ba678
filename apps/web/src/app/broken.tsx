import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../components/button.js';
import { Page } from '../components/page.js';
import { ProblemNotice } from '../components/problem-notice.js';

/** What is shown in place of a page that could not be shown. The browser's console has the details. */
export function Broken({ error, retry }: { error: unknown; retry: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  useEffect(() => console.error(error), [error]);
  return (
    <Page title={t('broken.title')} narrow>
      <ProblemNotice error={error}>
        <Button
          onPress={() => {
            retry();
            void router.invalidate();
          }}
        >
          {t('common.try-again')}
        </Button>
      </ProblemNotice>
    </Page>
  );
}
