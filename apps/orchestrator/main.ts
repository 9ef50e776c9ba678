import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { ConfigError, exposure, readConfig } from '#config';
import { InvalidPolicy, migrate } from '#persistence';
import { createApplication } from './application.js';

const logger = new Logger('orchestrator');

try {
  const config = readConfig(process.env);
  if (!config.databaseUrl)
    throw new ConfigError('DATABASE_URL is not set: start with `npm start`, which sets it.');
  await migrate(config.databaseUrl);
  const app = await createApplication(config);
  await app.listen(config.port, config.listen);
  const exposed = exposure(config);
  if (exposed) logger.warn(exposed);
  logger.log(`listening on ${config.listen}:${config.port}, reached as ${config.publicUrl}`);
} catch (error) {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE') logger.error('The port is in use: set VOCR_PORT to a free one.');
  else if (error instanceof ConfigError || error instanceof InvalidPolicy) logger.error(error.message);
  else logger.error(error);
  process.exitCode = 1;
  // Whatever half-open connections keep the process alive must not: the launcher waits for its end.
  setTimeout(() => process.exit(1), 1_000).unref();
}
