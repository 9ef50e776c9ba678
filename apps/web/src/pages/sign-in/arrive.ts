import { useNavigate, useSearch } from '@tanstack/react-router';
import { queryClient } from '../../api/query-client.js';
import { sessionQuery, type Person } from '../../api/queries.js';
import { ownAddress } from '../../app/own-address.js';

/** What follows a sign-in: on to where the person wanted to go, with nothing left of whoever was here before. */
export function useArrive(): (person: Person) => Promise<void> {
  const { next } = useSearch({ strict: false });
  const navigate = useNavigate();
  return async (person) => {
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, person);
    await navigate({ href: ownAddress(next) });
  };
}
