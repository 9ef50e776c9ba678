import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../api/client.js';
import { queryClient } from '../api/query-client.js';
import { sessionQuery } from '../api/queries.js';
import { Button } from '../components/button.js';
import { useProblemText } from '../components/problem-text.js';

/** Ends the session, and forgets what this tab knew of it. */
export function SignOut() {
  const { t } = useTranslation();
  const say = useProblemText();
  const navigate = useNavigate();
  const end = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/session/end')),
    onSuccess: async () => {
      sessionStorage.clear();
      queryClient.clear();
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <>
      <Button look="quiet" onPress={() => end.mutate()} isPending={end.isPending}>
        {t('frame.sign-out')}
      </Button>
      {end.error && (
        <span role="alert" className="bad-text">
          {say(end.error)}
        </span>
      )}
    </>
  );
}
