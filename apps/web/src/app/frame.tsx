import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useRef, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { sessionQuery } from '../api/queries.js';
import { LanguageSwitch } from './language-switch.js';
import { Logo } from './logo.js';
import { mayManage, mayTeach } from './session.js';
import { SignOut } from './sign-out.js';

/** What stands around every page: the bar above, and the way past it for the keyboard. */
export function Frame() {
  const main = useRef<HTMLElement>(null);
  // The address must not change: the fragment of a sign-in page is a secret.
  const skip = (event: MouseEvent) => {
    event.preventDefault();
    main.current?.focus();
  };
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const entering = ['/sign-in', '/invitation', '/register'].includes(pathname);
  const { data: me } = useQuery({ ...sessionQuery, enabled: !entering });
  // What is shown to a hall has the screen for itself.
  if (pathname.endsWith('/hall')) {
    return (
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    );
  }
  return (
    <>
      <a className="skip-link" href="#main" onClick={skip}>
        {t('frame.skip')}
      </a>
      <header className="bar">
        <Link to="/" className="bar-home">
          <Logo />
          VOCR
        </Link>
        {me && (
          <nav className="bar-nav" aria-label={t('frame.navigation')}>
            <Link to="/" activeOptions={{ exact: true }}>
              {t('catalogue.nav')}
            </Link>
            {mayTeach(me) && <Link to="/pools">{t('pools.nav')}</Link>}
            {mayManage(me) && <Link to="/admin">{t('admin.nav')}</Link>}
          </nav>
        )}
        <div className="bar-end">
          <LanguageSwitch />
          {me && (
            <>
              <Link to="/account" className="bar-me">
                {me.displayName}
              </Link>
              <SignOut />
            </>
          )}
        </div>
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
