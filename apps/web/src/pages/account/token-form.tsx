import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { Button } from '../../components/button.js';
import { CopyText } from '../../components/copy-text.js';
import { Field } from '../../components/field.js';
import { Notice } from '../../components/notice.js';
import { ProblemNotice } from '../../components/problem-notice.js';

/** Makes an API token. It is shown once, and nowhere kept. */
export function TokenForm() {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const make = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/tokens', { body: { name } })),
    onSuccess: () => setName(''),
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <Field
        label={t('account.token-name')}
        description={t('account.token-name-about')}
        value={name}
        onChange={setName}
        maxLength={80}
        autoComplete="off"
        isRequired
      />
      <ProblemNotice error={make.error} />
      {make.data && (
        <Notice kind="good">
          <p>{t('account.token-made')}</p>
          <CopyText label={t('account.token')} text={make.data.token} />
        </Notice>
      )}
      <div className="actions">
        <Button type="submit" isPending={make.isPending}>
          {t('account.token-make')}
        </Button>
      </div>
    </form>
  );
}
