import { issueToken } from '../installation/accounts.js';
import { findInstallation } from '../installation/installation.js';
import { findLauncher } from '../installation/records.js';
import { urlOf } from '../postgres/postgres.js';
import { UsedWrong } from '../reporting/found-wrong.js';
import { print } from '../reporting/print.js';
import { Problem } from '../reporting/problem.js';
import { Api } from '../scenario/api.js';

/**
 * `vocr exercise stop`: finishes an exercise; its ranges are taken down by their hosts thereafter.
 * @throws UsedWrong for what is no id; Problem when VOCR does not run, or there is no such exercise, or it is over
 */
export async function stopExercise(id: string): Promise<void> {
  if (!/^[a-z0-9]{1,20}$/.test(id)) throw new UsedWrong(`"${id}" is no id of an exercise.`);
  const { data, config, postgres } = findInstallation();
  const launcher = await findLauncher(data);
  if (!launcher) throw new Problem('VOCR does not run, and so no exercise does.', { mend: 'npx vocr up' });
  const databaseUrl = config.databaseUrl ?? (await urlOf(postgres, 'vocr'));
  const token = await issueToken(databaseUrl, { user: 'admin', role: undefined });
  await new Api(launcher.local, token).post(`/exercises/${id}/finish`);
  print(`✓ exercise ${id} is finished, and its ranges are being taken down`);
}
