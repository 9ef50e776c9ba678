import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './errors.js';

/** How to reach an engine, in the words of its client. */
export interface ClientOptions {
  socketPath?: string;
  protocol?: 'http' | 'https';
  host?: string;
  port?: number;
  ca?: Buffer;
  cert?: Buffer;
  key?: Buffer;
}

/**
 * Reads a DOCKER_HOST.
 * @param certificates folder with ca.pem, cert.pem and key.pem
 * @throws EngineError naming what is understood
 */
export function clientOptions(host: string, certificates?: string): ClientOptions {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) };
  const url = URL.canParse(host) ? new URL(host) : undefined;
  if (!url?.hostname || !['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    throw new EngineError(
      `DOCKER_HOST ${JSON.stringify(host)} is not understood; use unix:///path, tcp://host:port or https://host:port`,
    );
  }
  const tls = url.protocol === 'https:' || certificates !== undefined;
  const read = (file: string) => readFileSync(join(certificates!, file));
  return {
    protocol: tls ? 'https' : 'http',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : tls ? 2376 : 2375,
    ...(certificates ? { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') } : {}),
  };
}
