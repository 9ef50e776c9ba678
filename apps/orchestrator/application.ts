import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Config } from '#config';
import { join } from 'node:path';
import { AppModule } from './app.module.js';
import { serveConsole } from './console/console.js';
import { httpServer } from './http/server.js';
import { validation } from './http/validation.js';
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
export async function createApplication(config: Config): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, httpServer(config), {
    abortOnError: false,
    bodyParser: false,
    logger: new QuietLogger({ colors: process.stdout.isTTY }),
  });
  app.useGlobalPipes(validation);
  app.useWebSocketAdapter(new SocketAdapter(app));
  await serveConsole(app, join(import.meta.dirname, '../../web'), config.publicUrl);
  const document = describeApi(app);
  app
    .getHttpAdapter()
    .getInstance()
    .get('/api/openapi.json', (_request, reply) => reply.send(document));
  app.enableShutdownHooks();
  return app;
}

/** The OpenAPI of the routes as they are coded. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
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
