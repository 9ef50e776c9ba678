import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '#config';
import type { Config } from '#config';

/** One installation of VOCR on this machine: where its code and its data are, and how it is set up. */
export interface Installation {
  /** Folder of the checkout: the one with package.json. */
  root: string;
  /** Folder of all data; absolute. */
  data: string;
  /** Folder of logs. */
  logs: string;
  /** Folder of the embedded PostgreSQL. */
  postgres: string;
  config: Config;
}

/**
 * Reads the environment. Relative folders in it are meant from the checkout, so that every command finds the same data from wherever it is called.
 * @throws ConfigError when the environment is wrong
 */
export function findInstallation(env: NodeJS.ProcessEnv = process.env): Installation {
  const root = checkout(dirname(fileURLToPath(import.meta.url)));
  const config = readConfig(env);
  const data = resolve(root, config.data);
  const { certificates } = config.engine;
  return {
    root,
    data,
    logs: join(data, 'logs'),
    postgres: join(data, 'postgres'),
    config: {
      ...config,
      data,
      scenarios: resolve(root, config.scenarios),
      images: resolve(root, config.images),
      policy: config.policy === undefined ? undefined : resolve(root, config.policy),
      engine: { ...config.engine, ...(certificates ? { certificates: resolve(root, certificates) } : {}) },
    },
  };
}

/** Makes the folders of an installation, closed to other users. */
export async function makeFolders(installation: Installation): Promise<void> {
  await mkdir(installation.data, { recursive: true, mode: 0o700 });
  await mkdir(installation.logs, { recursive: true, mode: 0o700 });
}

function checkout(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from)
    throw new Error('this file is in no checkout of VOCR: there is no package.json above it');
  return checkout(parent);
}
