import { join } from 'node:path';
import { supervise, type Supervised } from '../../apps/cli/processes/children.js';
import { LogFile } from '../../apps/cli/processes/log-file.js';
import type { PrivateEngine } from './private-engine.js';
import type { Product } from './product.js';
import { cleanEnvironment } from './vocr.js';

/** Starts a further worker of an installation, as on another machine: the same program with other settings. */
export function startSecondWorker(product: Product, host: string, own: PrivateEngine): Supervised {
  return supervise(
    {
      name: `worker of ${host}`,
      command: process.execPath,
      args: ['--enable-source-maps', 'dist/apps/worker/main.js'],
      env: cleanEnvironment({
        ...product.env,
        DATABASE_URL: product.databaseUrl,
        VOCR_HOST: host,
        DOCKER_HOST: own.host,
      }) as NodeJS.ProcessEnv,
      cwd: process.cwd(),
      log: new LogFile(join(product.data, 'logs', `worker-${host}.log`)),
    },
    () => undefined,
  );
}
