import { useTranslation } from 'react-i18next';
import { useMe } from '../../app/session.js';
import { LanguageSwitch } from '../../app/language-switch.js';
import { Page } from '../../components/page.js';
import { PasswordForm } from './password-form.js';
import { TokenForm } from './token-form.js';

/** What is one's own: name, password, tokens, language. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('account.title')} narrow>
      <p>{[...new Set([me.displayName, me.username]), t(`roles.${me.role}`)].join(' · ')}</p>
      <section className="card" aria-labelledby="password">
        <h2 id="password">{t('account.password')}</h2>
        <PasswordForm username={me.username} />
      </section>
      <section className="card" aria-labelledby="language">
        <h2 id="language">{t('account.language')}</h2>
        <div className="actions">
          <LanguageSwitch />
        </div>
      </section>
      <section className="card" aria-labelledby="token">
        <h2 id="token">{t('account.token')}</h2>
        <p className="soft">{t('account.token-about')}</p>
        <TokenForm />
      </section>
    </Page>
  );
}
