import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { forgetSignInByLink } from '../../app/session.js';
import { Button } from '../../components/button.js';
import { Field } from '../../components/field.js';
import { Notice } from '../../components/notice.js';
import { ProblemNotice } from '../../components/problem-notice.js';

/** Sets one's password. The user name stands hidden in the form for password managers. */
export function PasswordForm({ username }: { username: string }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/session/password', { body: { password } })),
    onSuccess: () => {
      forgetSignInByLink();
      setPassword('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      <Field
        label={t('account.new-password')}
        description={t('new-account.password-rule')}
        value={password}
        onChange={setPassword}
        type="password"
        autoComplete="new-password"
        minLength={10}
        isRequired
      />
      <ProblemNotice error={change.error} />
      {change.isSuccess && password === '' && <Notice kind="good">{t('account.password-set')}</Notice>}
      <div className="actions">
        <Button type="submit" look="main" isPending={change.isPending}>
          {t('account.set-password')}
        </Button>
      </div>
    </form>
  );
}
