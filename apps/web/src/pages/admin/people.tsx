import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { peopleQuery } from '../../api/queries.js';
import { Fetched } from '../../components/fetched.js';

/** Everyone who has an account here. */
export function People() {
  const { t } = useTranslation();
  const people = useQuery(peopleQuery);
  return (
    <Fetched query={people}>
      {({ items, next }) => (
        <div className="table-scroll">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('sign-in.username')}</th>
                <th scope="col">{t('new-account.display-name')}</th>
                <th scope="col">{t('admin.role')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((person) => (
                <tr key={person.id}>
                  <th scope="row">{person.username}</th>
                  <td>{person.displayName}</td>
                  <td>{t(`roles.${person.role}`)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {next !== undefined && (
            <p className="soft small">{t('admin.first-only', { count: items.length })}</p>
          )}
        </div>
      )}
    </Fetched>
  );
}
