import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { exercisesQuery } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Page } from '../../components/page.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useFormat } from '../../i18n/format.js';
import { useText } from '../../i18n/text.js';
import { useJoin } from './orders.js';

/** What someone sees who opens the link of a class that they are not in yet. */
export function JoinClass({ id }: { id: string }) {
  const { t } = useTranslation();
  const text = useText();
  const format = useFormat();
  const join = useJoin();
  const { data } = useQuery(exercisesQuery);
  const awaiting = data?.items.find((item) => item.id === id && item.invited);
  return (
    <Page title={awaiting ? text(awaiting.scenario.title) : t('join.title')} narrow>
      <p>{t(awaiting ? 'join.invited' : 'join.about')}</p>
      {awaiting?.opensAt !== undefined && (
        <p>{t('join.opens', { time: format.time(Date.parse(awaiting.opensAt)) })}</p>
      )}
      <ProblemNotice error={join.error} />
      <div className="actions">
        <Button look="main" onPress={() => join.mutate(id)} isPending={join.isPending}>
          {t('join.action')}
        </Button>
        <Link to="/">{t('common.to-start')}</Link>
      </div>
    </Page>
  );
}
