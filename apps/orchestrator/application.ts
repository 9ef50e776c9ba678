import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Config } from '#config';
import { join } from 'node:path';
import { AppModule } from './app.module.js';
import { serveConsole } from './console/console.js';
import { storableText, validation } from './http/validation.js';
import { SocketAdapter } from './sockets/socket.adapter.js';

/** Nest's own lines on each route and module say nothing that the OpenAPI does not. */
class QuietLogger extends ConsoleLogger {
  override log(message: unknown, ...about: unknown[]): void {
    const context = about.at(-1);
    if (['RouterExplorer', 'RoutesResolver', 'InstanceLoader', 'NestFactory'].includes(String(context)))
      return;
    super.log(message, ...about);
  }
}

/** The orchestrator, put together but not listening. */
export async function createApplication(config: Config): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    abortOnError: false,
    // Only JSON is taken, as set below: a form is what a foreign page could send.
    bodyParser: false,
    logger: new QuietLogger({ colors: process.stdout.isTTY }),
  });
  app.useGlobalPipes(validation);
  app.useBodyParser('json', { limit: '256kb', reviver: storableText });
  app.disable('x-powered-by');
  if (config.trustProxy) app.set('trust proxy', 1);
  app.useWebSocketAdapter(new SocketAdapter(app));
  serveConsole(app, join(import.meta.dirname, '../../web'), config.publicUrl);
  const document = describeApi(app);
  app.use('/api/openapi.json', (_request: unknown, response: { json(body: unknown): void }) =>
    response.json(document),
  );
  app.enableShutdownHooks();
  return app;
}

/** The OpenAPI of the routes as they are coded. */
export function describeApi(app: NestExpressApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('VOCR')
    .setDescription('An open cyber range. Errors are RFC 9457 problem documents.')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .addCookieAuth('vocr_session')
    .build();
  return SwaggerModule.createDocument(app, about);
}
