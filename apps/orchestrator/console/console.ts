import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import files from '@fastify/static';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathOf } from '../http/server.js';

/** Paths that are no page of the console. */
const notPages = /^\/(api|assets|healthz|stream|terminal|internal)(\/|$)/;

/** Serves the built web console, and the headers that keep a browser to it. */
export async function serveConsole(
  app: NestFastifyApplication,
  folder: string,
  publicUrl: string,
): Promise<void> {
  const tls = publicUrl.startsWith('https:');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // xterm.js and the component library set styles through the DOM, which CSP does not count as inline.
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'", publicUrl.replace(/^http/, 'ws')],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        manifestSrc: ["'self'"],
      },
    },
    strictTransportSecurity: tls,
    crossOriginOpenerPolicy: tls,
    originAgentCluster: tls,
  });
  if (!existsSync(join(folder, 'index.html'))) return;
  const server = app.getHttpAdapter().getInstance();
  await server.register(async (assets) => {
    // Only what is the same for everyone is compressed: never an answer with a secret beside what a stranger can choose.
    await assets.register(compress);
    await assets.register(files, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      decorateReply: false,
      immutable: true,
      maxAge: '1y',
    });
  });
  await server.register(files, { root: folder, serve: false });
  const others = new Set(readdirSync(folder).filter((name) => name !== 'index.html'));
  server.get('/*', (request, reply) => {
    const path = pathOf(request);
    if (notPages.test(path)) return reply.callNotFound();
    if (others.has(path.slice(1))) return reply.sendFile(path.slice(1), { maxAge: '1h' });
    return reply.header('Cache-Control', 'no-cache').sendFile('index.html', { cacheControl: false });
  });
}
