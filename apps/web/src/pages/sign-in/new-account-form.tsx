import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.js';
import { Field } from '../../components/field.js';
import { ProblemNotice } from '../../components/problem-notice.js';

export interface NewAccount {
  username: string;
  displayName?: string;
  password: string;
}

/** As libs/auth has it; capitals are made small there. */
const usernameForm = /^[a-z0-9][a-z0-9._-]{1,31}$/i;

interface Props {
  onSubmit: (account: NewAccount) => void;
  isPending: boolean;
  error: unknown;
}

/** Asks for what a new account needs. What was typed stays when it is refused. */
export function NewAccountForm({ onSubmit, isPending, error }: Props) {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const shown = displayName.trim();
    onSubmit({ username, password, ...(shown ? { displayName: shown } : {}) });
  };
  return (
    <form className="form card" onSubmit={submit}>
      <Field
        label={t('sign-in.username')}
        description={t('new-account.username-rule')}
        value={username}
        onChange={setUsername}
        name="username"
        autoComplete="username"
        maxLength={32}
        validate={(text) =>
          text === '' || usernameForm.test(text.trim()) ? null : t('new-account.username-wrong')
        }
        isRequired
      />
      <Field
        label={t('new-account.display-name')}
        description={t('new-account.display-name-rule')}
        value={displayName}
        onChange={setDisplayName}
        name="name"
        autoComplete="name"
        maxLength={80}
      />
      <Field
        label={t('sign-in.password')}
        description={t('new-account.password-rule')}
        value={password}
        onChange={setPassword}
        name="new-password"
        type="password"
        autoComplete="new-password"
        minLength={10}
        isRequired
      />
      <ProblemNotice error={error} />
      <div className="actions">
        <Button type="submit" look="main" isPending={isPending}>
          {t('new-account.submit')}
        </Button>
      </div>
    </form>
  );
}
