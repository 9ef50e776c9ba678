import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { poolsQuery } from '../../api/queries.js';
import { mayTeach, useMe } from '../../app/session.js';
import { Fetched } from '../../components/fetched.js';
import { Notice } from '../../components/notice.js';
import { Page } from '../../components/page.js';
import { NewPool } from './new-pool.js';
import { PoolCard } from './pool-card.js';

/** For those who teach: ranges that stand ready before anyone asks for them. */
export function PoolsPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <Page title={t('pools.title')}>
      {mayTeach(me) ? (
        <>
          <p>{t('pools.about')}</p>
          <NewPool />
          <Pools />
        </>
      ) : (
        <Notice kind="warn">{t('pools.not-yours')}</Notice>
      )}
    </Page>
  );
}

function Pools() {
  const { t } = useTranslation();
  const pools = useQuery(poolsQuery);
  return (
    <Fetched query={pools}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('pools.none')}</p>
        ) : (
          items.map((pool) => <PoolCard key={pool.id} pool={pool} />)
        )
      }
    </Fetched>
  );
}
