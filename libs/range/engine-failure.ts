import { EngineError, EngineGone } from './errors.js';

const unreachable: Record<string, string> = {
  ENOENT: 'there is no such socket; start the engine or set DOCKER_HOST',
  ECONNREFUSED: 'nothing listens there; start the engine or set DOCKER_HOST',
  EACCES: 'this user may not use the socket; join the group docker or run as root',
  ECONNRESET: 'the connection was cut; is the engine restarting?',
  EPIPE: 'the connection was cut; is the engine restarting?',
  ETIMEDOUT: 'it does not answer; check the address and the network',
  EHOSTUNREACH: 'the host cannot be reached; check the address and the network',
  ENOTFOUND: 'the host name is unknown; check DOCKER_HOST',
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
  [/toomanyrequests|rate limit/i, 'the registry limits pulls; sign in or wait'],
];

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
    return new EngineGone(`${what}: the engine at ${address} cannot be reached: ${why ?? 'it hung up'}`);
  }
  const said = (json && 'message' in json && json.message) || message || String(error);
  const mend = mends.find(([pattern]) => pattern.test(said))?.[1];
  return new EngineError(`${what}: ${said.trim()}${mend ? ` (${mend})` : ''}`, statusCode);
}
