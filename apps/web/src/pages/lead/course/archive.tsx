import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { exercisesQuery, type Exercise } from '../../../api/queries.js';
import { queryClient } from '../../../api/query-client.js';
import { Button } from '../../../components/button.js';
import { Confirm } from '../../../components/confirm.js';
import { ProblemNotice } from '../../../components/problem-notice.js';
import { refreshExercise } from '../../exercise/orders.js';

/** Puts a finished exercise away for good. */
export function Archive({ exercise: { id, state } }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const archive = useMutation({
    mutationFn: () => ask(api.POST('/api/v1/exercises/{id}/archive', { params: { path: { id } } })),
    onSettled: () =>
      Promise.all([
        refreshExercise(id),
        queryClient.invalidateQueries({ queryKey: exercisesQuery.queryKey }),
      ]),
  });
  return (
    <section className="card" aria-labelledby="lead-archive">
      <h2 id="lead-archive">{t('archive.title')}</h2>
      {state === 'archived' ? (
        <p role="status">{t('archive.is')}</p>
      ) : (
        <>
          <p className="soft">{t('archive.about')}</p>
          <ProblemNotice error={archive.error} />
          <div className="actions">
            <Confirm
              title={t('archive.question')}
              action={t('archive.action')}
              onConfirm={() => archive.mutate()}
              trigger={
                <Button look="main" isPending={archive.isPending}>
                  {t('archive.action')}
                </Button>
              }
            >
              <p>{t('archive.about-action')}</p>
            </Confirm>
          </div>
        </>
      )}
    </section>
  );
}
