import { useQuery } from '@tanstack/react-query';
import { sessionQuery, type Person } from '../api/queries.js';

/** Who is signed in. Only for pages that are shown to people who are. */
export function useMe(): Person {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('nobody is signed in on a page for those who are');
  return data;
}

export const mayTeach = ({ role }: Person): boolean => role === 'admin' || role === 'instructor';
export const mayManage = ({ role }: Person): boolean => role === 'admin';

const byLink = 'vocr.signed-in-by-link';

/** Whether this tab was signed in by a one-time link, whose owner may have no password yet. */
export const signedInByLink = (): boolean => sessionStorage.getItem(byLink) !== null;
export const rememberSignInByLink = (): void => sessionStorage.setItem(byLink, 'yes');
export const forgetSignInByLink = (): void => sessionStorage.removeItem(byLink);
