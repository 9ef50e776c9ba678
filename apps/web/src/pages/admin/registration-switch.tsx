import { useMutation, useQuery } from '@tanstack/react-query';
import { Switch } from 'react-aria-components/Switch';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { settingsQuery, signInOptionsQuery } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';
import { ProblemNotice } from '../../components/problem-notice.js';

/** Opens or closes self-registration. */
export function RegistrationSwitch() {
  const { t } = useTranslation();
  const settings = useQuery(settingsQuery);
  const change = useMutation({
    mutationFn: (selfRegistration: boolean) =>
      ask(api.PUT('/api/v1/settings', { body: { selfRegistration } })),
    onSuccess: (now) => {
      queryClient.setQueryData(settingsQuery.queryKey, now);
      queryClient.setQueryData(signInOptionsQuery.queryKey, now);
    },
  });
  return (
    <Fetched query={settings}>
      {({ selfRegistration }) => (
        <>
          <Switch
            className="switch"
            isSelected={selfRegistration}
            onChange={(on) => change.mutate(on)}
            isDisabled={change.isPending}
          >
            <span className="switch-track" aria-hidden="true" />
            {t('admin.registration-open')}
          </Switch>
          <p className="soft small">{t('admin.registration-about')}</p>
          <ProblemNotice error={change.error} />
        </>
      )}
    </Fetched>
  );
}
