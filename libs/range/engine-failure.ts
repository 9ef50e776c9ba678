import { EngineError, EngineGone } from './errors.js';

const noTls = 'it does not speak TLS there; unset DOCKER_TLS_VERIFY or check the port in DOCKER_HOST';
const wrongAuthority =
  'its certificate is of no authority that is trusted; set DOCKER_TLS_VERIFY=1 and, in DOCKER_CERT_PATH, the folder with its ca.pem';

const unreachable: Record<string, string> = {
  ENOENT: 'there is no such socket; start the engine or set DOCKER_HOST',
  ECONNREFUSED: 'nothing listens there; start the engine or set DOCKER_HOST',
  EACCES: 'this user may not use the socket; join the group docker or run as root',
  ECONNRESET: 'the connection was cut; is the engine restarting?',
  EPIPE: 'the connection was cut; is the engine restarting?',
  ETIMEDOUT: 'it does not answer; check the address and the network',
  EHOSTUNREACH: 'the host cannot be reached; check the address and the network',
  ENOTFOUND: 'the host name is unknown; check DOCKER_HOST',
  HPE_INVALID_CONSTANT: 'what answers there is not a Docker engine; check DOCKER_HOST',
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  DEPTH_ZERO_SELF_SIGNED_CERT: wrongAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: wrongAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: wrongAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: wrongAuthority,
  CERT_HAS_EXPIRED: 'its certificate has expired; renew it',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name; check DOCKER_HOST',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    'it asks for a certificate; set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH',
};

const mends: [RegExp, string][] = [
  [/no space left on device/i, 'free space on the disk of the engine'],
  [/no such image/i, 'build or pull the image first'],
  [
    /Conflict\. The container name/i,
    'a container of that name is there already; remove it if it is not needed',
  ],
  [/has active endpoints/i, 'a container is still connected; disconnect or remove it'],
  [/exchange full|too many links/i, 'a bridge takes 1,023 ports'],
  [/HTTP request to an HTTPS server/i, 'set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH'],
  [/toomanyrequests|rate limit/i, 'the registry limits pulls; sign in or wait'],
];

/** What the client puts before the engine's own words when the answer would have been a stream. */
const clientsWords = /^\(HTTP code \d+\) [\w ]+ - /;

/** Turns whatever a call to the engine threw into an EngineError that says what to do. */
export function engineFailure(what: string, address: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const { code, statusCode, json, message } = error as {
    code?: string;
    statusCode?: number;
    json?: { message?: string } | Buffer | null;
    message?: string;
  };
  const why = code === undefined ? undefined : unreachable[code];
  if (statusCode === undefined && (why !== undefined || message === 'socket hang up')) {
    const reason = why ?? 'it hung up';
    return new EngineGone(`${what}: the engine at ${address} cannot be reached: ${reason}`, reason, code);
  }
  const said =
    (json && 'message' in json && json.message) || message?.replace(clientsWords, '') || String(error);
  const mend = mends.find(([pattern]) => pattern.test(said))?.[1];
  return new EngineError(`${what}: ${said.trim()}${mend ? ` (${mend})` : ''}`, statusCode);
}
