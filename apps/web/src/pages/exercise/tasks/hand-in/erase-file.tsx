import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../../api/client.js';
import { queryClient } from '../../../../api/query-client.js';
import { Button } from '../../../../components/button.js';
import { Confirm } from '../../../../components/confirm.js';
import { useProblemText } from '../../../../components/problem-text.js';
import type { TaskPlace } from '../task-card.js';
import { submissionsQuery } from './submissions-query.js';

interface Props {
  place: TaskPlace;
  file: { name: string; sha256: string };
}

/** For who leads: gives the content of a file up, as when it should never have been handed in. */
export function EraseFile({ place, file: { name, sha256 } }: Props) {
  const { t } = useTranslation();
  const say = useProblemText();
  const erase = useMutation({
    mutationFn: () =>
      ask(
        api.DELETE('/api/v1/exercises/{id}/teams/{team}/tasks/{task}/files/{sha256}', {
          params: { path: { ...place, sha256 } },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: submissionsQuery(place).queryKey }),
  });
  return (
    <>
      <Confirm
        title={t('hand-in.erase-question', { name })}
        action={t('hand-in.erase')}
        danger
        onConfirm={() => erase.mutate()}
        trigger={
          <Button look="quiet" isPending={erase.isPending} aria-label={t('hand-in.erase-of', { name })}>
            {t('hand-in.erase')}
          </Button>
        }
      >
        <p>{t('hand-in.erase-about')}</p>
      </Confirm>
      {erase.error && (
        <span role="alert" className="bad-text small">
          {say(erase.error)}
        </span>
      )}
    </>
  );
}
