import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client.js';
import type { Person } from '../api/queries.js';
import { useFormat } from '../i18n/format.js';
import { Button } from './button.js';
import { CopyText } from './copy-text.js';
import { Field } from './field.js';
import { Notice } from './notice.js';
import { ProblemNotice } from './problem-notice.js';

type Role = Person['role'];
const mostUses = 1_000;

interface Props {
  /** As which one may be invited, the first unless another is chosen. */
  roles: readonly Role[];
  /** For how many people, unless another number is typed. */
  uses: number;
  /** Where those go who have made their account, as a path of ours. */
  next?: string;
}

/** Makes a link by which others make their account. */
export function InvitationForm({ roles, uses: usual, next }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [role, setRole] = useState<Role>(roles[0] ?? 'learner');
  const [uses, setUses] = useState(String(usual));
  const invite = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/invitations', { body: { role, uses: Number(uses) } })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      {roles.length > 1 && (
        <RadioGroup className="radios" value={role} onChange={(chosen) => setRole(chosen as Role)}>
          <Label>{t('admin.role')}</Label>
          {roles.map((name) => (
            <Radio key={name} value={name} className="radio">
              <span className="radio-dot" aria-hidden="true" />
              {t(`roles.${name}`)}
            </Radio>
          ))}
        </RadioGroup>
      )}
      <Field
        label={t('admin.uses')}
        description={t('admin.uses-about')}
        value={uses}
        onChange={setUses}
        inputMode="numeric"
        validate={(text) =>
          /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= mostUses ? null : t('admin.uses-wrong')
        }
        isRequired
      />
      <ProblemNotice error={invite.error} />
      {invite.data && (
        <Notice kind="good">
          <CopyText label={t('admin.link')} text={leadingTo(invite.data.url, next)} />
          <p className="small">
            {t('admin.until', { time: format.time(Date.parse(invite.data.expiresAt)) })}
          </p>
        </Notice>
      )}
      <div className="actions">
        <Button type="submit" look="main" isPending={invite.isPending}>
          {t('admin.make-link')}
        </Button>
      </div>
    </form>
  );
}

function leadingTo(link: string, next: string | undefined): string {
  const address = new URL(link);
  if (next !== undefined) address.searchParams.set('next', next);
  return address.href;
}
