import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { useArrive } from './arrive.js';
import { NewAccountForm, type NewAccount } from './new-account-form.js';

/** Makes an account by an invitation. Its secret stays in the address until it is used, so that a reload keeps it. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { hash: secret } = useLocation();
  const search = useSearch({ from: '/invitation' });
  const arrive = useArrive();
  const accept = useMutation({
    mutationFn: (account: NewAccount) =>
      ask(api.POST('/api/v1/session/invitation', { body: { secret, ...account } })),
    onSuccess: arrive,
  });
  return (
    <Page title={t('invitation.title')} narrow>
      {secret === '' ? (
        <Notice kind="bad">{t('problems.invitation-invalid')}</Notice>
      ) : (
        <>
          <p className="soft">{t('invitation.about')}</p>
          <NewAccountForm onSubmit={accept.mutate} isPending={accept.isPending} error={accept.error} />
        </>
      )}
      <p>
        <Link to="/sign-in" search={search}>
          {t('register.have-account')}
        </Link>
      </p>
    </Page>
  );
}
