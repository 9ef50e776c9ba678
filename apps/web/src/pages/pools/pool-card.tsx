import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { poolsQuery, type Pool } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Confirm } from '../../components/confirm.js';
import { Notice } from '../../components/notice.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useText } from '../../i18n/text.js';

const again = () => queryClient.invalidateQueries({ queryKey: poolsQuery.queryKey });

/** A pool: how its ranges stand, and one more or one less of them. */
export function PoolCard({ pool }: { pool: Pool }) {
  const { t } = useTranslation();
  const text = useText();
  const at = { params: { path: { id: pool.id } } };
  const resize = useMutation({
    mutationFn: (size: number) => ask(api.PATCH('/api/v1/pools/{id}', { ...at, body: { size } })),
    onSuccess: again,
  });
  const close = useMutation({
    mutationFn: () => ask(api.DELETE('/api/v1/pools/{id}', at)),
    onSuccess: again,
  });
  const { ready, size, preparing, claimed, failures, reason, state, outdated } = pool;
  const title = `${text(pool.scenario.title)} ${pool.scenario.version}`;
  return (
    <section className="card" aria-labelledby={`pool-${pool.id}`}>
      <h2 id={`pool-${pool.id}`}>{title}</h2>
      <ul className="facts">
        <li>{t('pools.ready', { ready, size })}</li>
        <li>{t('pools.preparing', { count: preparing })}</li>
        <li>{t('pools.claimed', { count: claimed })}</li>
      </ul>
      {outdated && <Notice kind="warn">{t('pools.outdated')}</Notice>}
      {reason !== undefined && (
        <Notice kind={state === 'stopped' ? 'bad' : 'warn'}>
          <p>{state === 'stopped' ? t('pools.stopped') : t('pools.failed', { count: failures })}</p>
          <p className="small">{reason}</p>
        </Notice>
      )}
      <ProblemNotice error={resize.error ?? close.error} />
      {state === 'closed' ? (
        <p className="soft">{t('pools.closing')}</p>
      ) : (
        <div className="actions">
          <Button
            aria-label={t('pools.less', { title })}
            onPress={() => resize.mutate(size - 1)}
            isDisabled={size === 0 || resize.isPending}
          >
            −
          </Button>
          <Button
            aria-label={t('pools.more', { title })}
            onPress={() => resize.mutate(size + 1)}
            isDisabled={resize.isPending}
          >
            +
          </Button>
          {state === 'stopped' && (
            <Button look="main" onPress={() => resize.mutate(size)} isPending={resize.isPending}>
              {t('pools.retry')}
            </Button>
          )}
          <Confirm
            trigger={<Button look="quiet">{t('pools.close')}</Button>}
            title={t('pools.close-title', { title })}
            action={t('pools.close')}
            danger
            onConfirm={() => close.mutate()}
          >
            <p>{t('pools.close-about')}</p>
          </Confirm>
        </div>
      )}
    </section>
  );
}
