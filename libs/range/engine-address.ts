import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from './errors.js';

/** Where a container engine is. */
export interface EngineAddress {
  /** A DOCKER_HOST: `unix:///path`, `tcp://host:port` or `https://host:port`; default the local socket. */
  host?: string;
  /** Folder with ca.pem, cert.pem and key.pem, for an engine behind TLS. */
  certificates?: string;
}

/** How to reach an engine, in the words of its client. Every field is set: it would fill in others from the environment. */
export interface ClientOptions {
  socketPath: string | undefined;
  protocol: 'http' | 'https';
  host: string | undefined;
  port: number | undefined;
  ca: Buffer | undefined;
  cert: Buffer | undefined;
  key: Buffer | undefined;
}

/**
 * Reads a DOCKER_HOST.
 * @param certificates folder with ca.pem, cert.pem and key.pem
 * @throws EngineError naming what is understood, or the certificate that cannot be read
 */
export function clientOptions(host: string, certificates?: string): ClientOptions {
  const none = { socketPath: undefined, host: undefined, port: undefined };
  const noTls = { ca: undefined, cert: undefined, key: undefined };
  const path = /^unix:\/\/(\/.+)$/.exec(host)?.[1];
  if (path) return { ...none, ...noTls, protocol: 'http', socketPath: path };
  const url = URL.canParse(host) ? new URL(host) : undefined;
  if (!url?.hostname || !['tcp:', 'http:', 'https:'].includes(url.protocol)) {
    throw new EngineError(
      `DOCKER_HOST ${JSON.stringify(host)} is not understood; use unix:///path, tcp://host:port or https://host:port`,
    );
  }
  const tls = url.protocol === 'https:' || certificates !== undefined;
  return {
    ...none,
    protocol: tls ? 'https' : 'http',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : tls ? 2376 : 2375,
    ...(certificates === undefined ? noTls : readCertificates(certificates)),
  };
}

function readCertificates(folder: string): Pick<ClientOptions, 'ca' | 'cert' | 'key'> {
  const read = (file: string) => {
    try {
      return readFileSync(join(folder, file));
    } catch (error) {
      throw new EngineError(
        `The certificates for the engine cannot be read: ${(error as Error).message} (put ca.pem, cert.pem and key.pem into ${folder}, or name their folder in DOCKER_CERT_PATH)`,
      );
    }
  };
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
}
