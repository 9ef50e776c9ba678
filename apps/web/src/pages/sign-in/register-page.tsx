import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { signInOptionsQuery } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { useArrive } from './arrive.js';
import { NewAccountForm, type NewAccount } from './new-account-form.js';

/** Makes a learner's account, where the admin has opened this. */
export function RegisterPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/register' });
  const options = useQuery(signInOptionsQuery);
  const arrive = useArrive();
  const register = useMutation({
    mutationFn: (account: NewAccount) => ask(api.POST('/api/v1/session/registration', { body: account })),
    onSuccess: arrive,
  });
  return (
    <Page title={t('register.title')} narrow>
      <Fetched query={options}>
        {({ selfRegistration }) =>
          selfRegistration ? (
            <NewAccountForm
              onSubmit={register.mutate}
              isPending={register.isPending}
              error={register.error}
            />
          ) : (
            <Notice kind="warn">{t('register.closed')}</Notice>
          )
        }
      </Fetched>
      <p>
        <Link to="/sign-in" search={search}>
          {t('register.have-account')}
        </Link>
      </p>
    </Page>
  );
}
