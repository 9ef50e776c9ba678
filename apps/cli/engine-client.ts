import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Readable } from 'node:stream';
import { messageOf, Problem } from './problem.js';

/** The engine's usual socket. */
export const defaultSocket = '/var/run/docker.sock';

/** Where a Docker engine listens. */
export interface EngineAddress {
  /** As a person writes it, e.g. `unix:///var/run/docker.sock`. */
  url: string;
  /** File of the socket when it is on this machine. */
  socketPath?: string;
  host?: string;
  port?: number;
  tls?: boolean;
}

/**
 * Understands `DOCKER_HOST`; without it, the usual socket.
 * @throws Problem for a kind of address that VOCR cannot use
 */
export function engineAddress(dockerHost: string | undefined, tlsVerify?: string): EngineAddress {
  if (!dockerHost) return { url: `unix://${defaultSocket}`, socketPath: defaultSocket };
  const unix = /^unix:\/\/(\/.+)$/.exec(dockerHost);
  if (unix) return { url: dockerHost, socketPath: unix[1] };
  const tcp = /^(tcp|http|https):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/.exec(dockerHost);
  if (tcp) {
    const tls = tcp[1] === 'https' || Boolean(tlsVerify);
    return {
      url: dockerHost,
      host: tcp[2]!.replace(/[[\]]/g, ''),
      port: Number(tcp[3] ?? (tls ? 2376 : 2375)),
      tls,
    };
  }
  throw new Problem(`DOCKER_HOST is ${dockerHost}, which VOCR cannot reach.`, {
    mend: 'use unix:///path/to/docker.sock or tcp://host:port (with DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH for TLS)',
  });
}

/** What a request to the engine may carry. */
export interface EngineRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  query?: Record<string, string>;
  body?: Readable;
  /** Milliseconds without any byte from the engine before the request is given up. */
  idle?: number;
}

/** Asks the engine and returns its answer as a stream. Rejects with the system's error when it cannot be reached. */
export async function askEngine(
  address: EngineAddress,
  path: string,
  ask: EngineRequest = {},
): Promise<IncomingMessage> {
  const query = ask.query ? `?${new URLSearchParams(ask.query)}` : '';
  const options: RequestOptions = {
    method: ask.method ?? 'GET',
    path: `${path}${query}`,
    timeout: ask.idle ?? 10_000,
    agent: false,
    headers: ask.body ? { 'content-type': 'application/x-tar' } : {},
    ...(address.socketPath
      ? { socketPath: address.socketPath }
      : { host: address.host, port: address.port, ...(address.tls ? clientCertificate() : {}) }),
  };
  const request = address.tls ? httpsRequest(options) : httpRequest(options);
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
    request.once('timeout', () =>
      request.destroy(
        new Error(`the engine at ${address.url} said nothing for ${options.timeout! / 1000} s`),
      ),
    );
  });
  if (ask.body) await Promise.all([answer, pipeline(ask.body, request)]);
  else request.end();
  return answer;
}

/**
 * Asks the engine for JSON.
 * @returns undefined when the engine answers 404
 * @throws Problem when it refuses
 */
export async function askEngineJson<T>(
  address: EngineAddress,
  path: string,
  ask?: EngineRequest,
): Promise<T | undefined> {
  const answer = await askEngine(address, path, ask);
  const body = await text(answer);
  if (answer.statusCode === 404) return undefined;
  if ((answer.statusCode ?? 500) >= 400) {
    throw new Problem(
      `The engine at ${address.url} refused ${path} with ${answer.statusCode}: ${body.trim()}`,
    );
  }
  return JSON.parse(body) as T;
}

/** The messages that the engine sends while it pulls or imports, one JSON object a line. */
export async function* engineMessages(answer: IncomingMessage): AsyncGenerator<Record<string, unknown>> {
  answer.setEncoding('utf8');
  let rest = '';
  for await (const chunk of answer as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield JSON.parse(line) as Record<string, unknown>;
  }
  if (rest.trim()) yield JSON.parse(rest) as Record<string, unknown>;
}

function clientCertificate(): { ca: Buffer; cert: Buffer; key: Buffer } {
  const folder = process.env['DOCKER_CERT_PATH'] || join(homedir(), '.docker');
  try {
    const read = (name: string) => readFileSync(join(folder, name));
    return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  } catch (error) {
    throw new Problem(`The certificates for the engine cannot be read: ${messageOf(error)}`, {
      mend: `put ca.pem, cert.pem and key.pem into ${folder}, or name their folder in DOCKER_CERT_PATH`,
    });
  }
}
