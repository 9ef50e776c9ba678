import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Config } from '#config';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from './problem.js';
import { storableText } from './validation.js';

/** Largest JSON body, in bytes. */
const longestJson = 256 * 1024;
/** Wall time in which a request must have come, ms: else many slow ones would hold the server. */
const requestLimit = 300_000;

/** The HTTP server, before it has any route. */
export function httpServer({ trustProxy }: Pick<Config, 'trustProxy'>): FastifyAdapter {
  const adapter = new FastifyAdapter({
    // Of one proxy, which is ours: what comes before it anyone can write.
    trustProxy: trustProxy && ((_address: string, hop: number) => hop < 1),
    requestTimeout: requestLimit,
    // What a parameter may be is said by its schema, which tells what is wrong with it.
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 16_384 },
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const problem = new ProblemError(error.statusCode ?? 400, 'bad-request', error.message).toProblem();
      void reply.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
    },
  });
  const server = adapter.getInstance();
  // Only JSON is read: a form is what a foreign page could send. Routes that take something else read it themselves.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _payload, done) => done(null));
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: longestJson },
    (request, body, done) => {
      try {
        done(null, readJson(String(body), request.headers['content-type']));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  return adapter;
}

/** @throws ProblemError when it is no JSON object or list in UTF-8, or holds what no database keeps */
function readJson(body: string, type = ''): unknown {
  const charset = /;\s*charset="?([^";\s]+)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset))
    throw new ProblemError(415, 'unsupported-media-type', `JSON is read in UTF-8, not in ${charset}.`);
  if (body === '') return undefined;
  const value = parsed(body);
  if (typeof value !== 'object' || value === null)
    throw new ProblemError(400, 'bad-request', 'The body must be a JSON object or list.');
  return value;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body, storableText);
  } catch (error) {
    throw new ProblemError(400, 'bad-request', `The body cannot be read: ${(error as Error).message}`);
  }
}

/** The path of a request, without what is asked of it. */
export const pathOf = ({ url }: { url: string }): string => url.split('?', 1)[0]!;
