import { revokeCredential } from '#auth';
import { openDatabase } from '#persistence';
import { issueToken } from '../../installation/accounts.js';
import { findInstallation } from '../../installation/installation.js';
import { findLauncher } from '../../installation/records.js';
import { urlOf } from '../../postgres/postgres.js';
import { Problem } from '../../reporting/problem.js';
import { Api } from '../api.js';

/**
 * Works with the API of the installation that runs here, as one of its accounts, with a token that ends with the work.
 * @param user name of the account, which then stands as who did it
 * @throws Problem when none runs
 */
export async function onCatalogue<T>(user: string, work: (api: Api) => Promise<T>): Promise<T> {
  const { data, config, postgres } = findInstallation();
  const launcher = await findLauncher(data);
  if (!launcher) {
    throw new Problem('VOCR does not run here, so there is no catalogue to work on.', { mend: 'npm start' });
  }
  const databaseUrl = config.databaseUrl ?? (await urlOf(postgres, 'vocr'));
  const token = await issueToken(databaseUrl, { user, role: undefined });
  try {
    return await work(new Api(launcher.local, token));
  } finally {
    const db = await openDatabase(databaseUrl, 1);
    await revokeCredential(db, 'token', token).finally(() => db.destroy());
  }
}
