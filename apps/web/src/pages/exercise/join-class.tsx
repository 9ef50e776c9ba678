import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { exerciseQuery, exercisesQuery } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Page } from '../../components/page.js';
import { ProblemNotice } from '../../components/problem-notice.js';

/** What someone sees who opens the link of a class that they are not in yet. */
export function JoinClass({ id }: { id: string }) {
  const { t } = useTranslation();
  const join = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/exercises/{id}/join', { params: { path: { id } } })),
    onSuccess: async (exercise) => {
      await queryClient.resetQueries({ queryKey: exerciseQuery(id).queryKey });
      queryClient.setQueryData(exerciseQuery(id).queryKey, exercise);
      await queryClient.invalidateQueries({ queryKey: exercisesQuery.queryKey });
    },
  });
  return (
    <Page title={t('join.title')} narrow>
      <p>{t('join.about')}</p>
      <ProblemNotice error={join.error} />
      <div className="actions">
        <Button look="main" onPress={() => join.mutate()} isPending={join.isPending}>
          {t('join.action')}
        </Button>
        <Link to="/">{t('common.to-start')}</Link>
      </div>
    </Page>
  );
}
