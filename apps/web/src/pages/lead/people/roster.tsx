import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, ask } from '../../../api/client.js';
import { hasSlug } from '../../../api/problem.js';
import { rosterQuery, type Exercise, type RosterEntry } from '../../../api/queries.js';
import { queryClient } from '../../../api/query-client.js';
import { Button } from '../../../components/button.js';
import { Fetched } from '../../../components/fetched.js';
import { LinesField } from '../../../components/lines-field.js';
import { ProblemDetail } from '../../../components/problem-detail.js';
import { ProblemNotice } from '../../../components/problem-notice.js';

/** What a person changes of a roster. */
type Change = { csv: string } | { remove: string[] };

/** Who may join the class: user names typed, pasted from a table, or from a CSV file. Without any, everyone may. */
export function Roster({ exercise: { id, state } }: { exercise: Exercise }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [unreadable, setUnreadable] = useState<unknown>();
  const roster = useQuery(rosterQuery(id));
  const change = useMutation({
    mutationFn: (body: Change) =>
      ask(api.POST('/api/v1/exercises/{id}/roster', { params: { path: { id } }, body })),
    onSuccess: (answer, body) => {
      queryClient.setQueryData(rosterQuery(id).queryKey, answer);
      if ('csv' in body) setTyped('');
    },
  });
  const read = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    file?.text().then((text) => {
      setTyped(text);
      setUnreadable(undefined);
    }, setUnreadable);
    // The same file can be chosen again once it was mended.
    target.value = '';
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ csv: typed });
  };
  const begun = state !== 'draft' && state !== 'scheduled';
  return (
    <section className="card" aria-labelledby="lead-roster">
      <h2 id="lead-roster">{t('roster.title')}</h2>
      <p className="soft">{t('roster.about')}</p>
      <form className="form lead-form" onSubmit={submit}>
        <LinesField
          label={t('roster.names')}
          description={t('roster.names-about')}
          value={typed}
          onChange={setTyped}
          spellCheck="false"
          isRequired
        />
        <label className="field">
          <span>{t('roster.file')}</span>
          <input type="file" accept=".csv,.txt,text/csv,text/plain" onChange={read} />
        </label>
        <ProblemNotice error={unreadable ?? change.error}>
          {hasSlug(change.error, 'member-unknown') && <ProblemDetail error={change.error} />}
        </ProblemNotice>
        <div className="actions">
          <Button type="submit" look="main" isPending={change.isPending}>
            {t('roster.add')}
          </Button>
        </div>
      </form>
      <Fetched query={roster}>
        {({ items }) => (
          <Entries
            items={items}
            remove={begun ? undefined : (username) => change.mutate({ remove: [username] })}
          />
        )}
      </Fetched>
    </section>
  );
}

function Entries({
  items,
  remove,
}: {
  items: readonly RosterEntry[];
  remove: ((username: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  if (items.length === 0) return <p className="soft">{t('roster.empty')}</p>;
  return (
    <div className="table-scroll">
      <table className="table">
        <caption className="visually-hidden">{t('roster.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sign-in.username')}</th>
            <th scope="col">{t('grades.name')}</th>
            <th scope="col">{t('roster.state')}</th>
            {remove && <th scope="col">{t('class.actions')}</th>}
          </tr>
        </thead>
        <tbody>
          {items.map(({ username, displayName, team }) => (
            <tr key={username}>
              <th scope="row">{username}</th>
              <td>{displayName}</td>
              <td>
                <span className={`badge badge-${team === undefined ? 'plain' : 'good'}`}>
                  {t(team === undefined ? 'roster.awaited' : 'roster.joined')}
                </span>
              </td>
              {remove && (
                <td>
                  <Button
                    look="quiet"
                    aria-label={t('roster.remove-of', { name: displayName })}
                    onPress={() => remove(username)}
                  >
                    {t('roster.remove')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
