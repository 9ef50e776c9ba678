import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import express from 'express';
import helmet from 'helmet';
import type { NextFunction, Request, Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Serves the built web console, and the headers that keep a browser to it. */
export function serveConsole(app: NestExpressApplication, folder: string, publicUrl: string): void {
  const tls = publicUrl.startsWith('https:');
  app.use(
    helmet({
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
    }),
  );
  const page = join(folder, 'index.html');
  if (!existsSync(page)) return;
  // Only what is the same for everyone is compressed: never an answer with a secret beside what a stranger can choose.
  app.use(
    '/assets',
    compression(),
    express.static(join(folder, 'assets'), { immutable: true, maxAge: '1y' }),
  );
  app.use(express.static(folder, { index: false, maxAge: '1h' }));
  app.use((request: Request, response: Response, next: NextFunction) => {
    const forPage =
      ['GET', 'HEAD'].includes(request.method) &&
      !/^\/(api|assets|healthz|stream|terminal|internal)(\/|$)/.test(request.path);
    if (!forPage) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: folder });
  });
}
