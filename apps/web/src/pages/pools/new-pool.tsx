import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { poolsQuery, scenariosQuery } from '../../api/queries.js';
import { Button } from '../../components/button.js';
import { Fetched } from '../../components/fetched.js';
import { ProblemNotice } from '../../components/problem-notice.js';
import { useText } from '../../i18n/text.js';

/** Begins to keep one range of a scenario ready; more come by its plus. */
export function NewPool() {
  const { t } = useTranslation();
  const text = useText();
  const scenarios = useQuery(scenariosQuery);
  const make = useMutation({
    mutationFn: (scenario: string) => ask(api.POST('/api/v1/pools', { body: { scenario, size: 1 } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: poolsQuery.queryKey }),
  });
  return (
    <section className="card" aria-labelledby="new-pool">
      <h2 id="new-pool">{t('pools.new')}</h2>
      <Fetched query={scenarios}>
        {({ items }) => (
          <div className="actions">
            {items.map(({ id, title }) => (
              <Button key={id} onPress={() => make.mutate(id)} isDisabled={make.isPending}>
                {text(title)}
              </Button>
            ))}
          </div>
        )}
      </Fetched>
      <ProblemNotice error={make.error} />
    </section>
  );
}
