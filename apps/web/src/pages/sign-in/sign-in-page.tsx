import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { signInOptionsQuery } from '../../api/queries.js';
import { rememberSignInByLink } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Field } from '../../components/field.js';
import { Loading } from '../../components/loading.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useArrive } from './arrive.js';

/** Signing in by name and password, or by the one-time link whose secret is in the address. */
export function SignInPage() {
  const { t } = useTranslation();
  const { expired, next } = useSearch({ from: '/sign-in' });
  const options = useQuery(signInOptionsQuery);
  const link = useLinkSecret();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const arrive = useArrive();
  const signIn = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/session', { body: { username, password } })),
    onSuccess: arrive,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  if (link.isPending) return <Loading />;
  return (
    <Page title={t('sign-in.title')} narrow>
      <p className="soft">{t('sign-in.about')}</p>
      {expired && !signIn.error && <Notice kind="info">{t('sign-in.expired')}</Notice>}
      <ProblemNotice error={link.error} />
      <form className="form card" onSubmit={submit}>
        <Field
          label={t('sign-in.username')}
          value={username}
          onChange={setUsername}
          name="username"
          autoComplete="username"
          isRequired
        />
        <Field
          label={t('sign-in.password')}
          value={password}
          onChange={setPassword}
          name="password"
          type="password"
          autoComplete="current-password"
          isRequired
        />
        <ProblemNotice error={signIn.error} />
        <div className="actions">
          <Button type="submit" look="main" isPending={signIn.isPending}>
            {t('sign-in.submit')}
          </Button>
        </div>
      </form>
      {options.data?.selfRegistration ? (
        <p>
          <Link to="/register" search={next === undefined ? {} : { next }}>
            {t('sign-in.register')}
          </Link>
        </p>
      ) : (
        <p className="soft small">{t('sign-in.no-account')}</p>
      )}
    </Page>
  );
}

/** Signs in with the secret in the address, once, and takes it out of the address. */
function useLinkSecret() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const arrive = useArrive();
  const spent = useRef('');
  const link = useMutation({
    mutationFn: (secret: string) => ask(api.POST('/api/v1/session/link', { body: { secret } })),
    onSuccess: (person) => {
      rememberSignInByLink();
      return arrive(person);
    },
  });
  const { mutate } = link;
  useEffect(() => {
    if (hash === '' || spent.current === hash) return;
    spent.current = hash;
    void navigate({ to: '/sign-in', search: (search) => search, hash: '', replace: true });
    mutate(hash);
  }, [hash, mutate, navigate]);
  return link;
}
