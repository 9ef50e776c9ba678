import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.js';
import { Loading } from './loading.js';
import { ProblemNotice } from './problem-notice.js';

interface Props<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
}

/** What a query brought; until then that it is loading, or why it did not come and a way to try again. */
export function Fetched<T>({ query, children }: Props<T>) {
  const { t } = useTranslation();
  if (query.data !== undefined) return children(query.data);
  if (query.isPending) return <Loading />;
  return (
    <ProblemNotice error={query.error}>
      <Button onPress={() => void query.refetch()} isPending={query.isFetching}>
        {t('common.try-again')}
      </Button>
    </ProblemNotice>
  );
}
