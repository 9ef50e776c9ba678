import { useTranslation } from 'react-i18next';
import { mayManage, useMe } from '../../app/session.js';
import { InvitationForm } from '../../components/invitation-form.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { Hosts } from './hosts.js';
import { People } from './people.js';
import { RegistrationSwitch } from './registration-switch.js';

/** What an admin looks after: who is here, and how others come in. */
export function AdminPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('admin.title')}>
      {mayManage(me) ? (
        <>
          <section className="card" aria-labelledby="hosts">
            <h2 id="hosts">{t('hosts.title')}</h2>
            <Hosts />
          </section>
          <div className="split">
            <section className="card" aria-labelledby="people">
              <h2 id="people">{t('admin.people')}</h2>
              <People />
            </section>
            <div className="split-side">
              <section className="card" aria-labelledby="invite">
                <h2 id="invite">{t('admin.invite')}</h2>
                <InvitationForm roles={['learner', 'instructor', 'author', 'admin']} uses={1} />
              </section>
              <section className="card" aria-labelledby="registration">
                <h2 id="registration">{t('admin.registration')}</h2>
                <RegistrationSwitch />
              </section>
            </div>
          </div>
        </>
      ) : (
        <Notice kind="warn">{t('admin.not-yours')}</Notice>
      )}
    </Page>
  );
}
