import Docker from 'dockerode';
import { clientOptions } from './engine-address.js';
import type { EngineAddress } from './engine-address.js';
import { engineFailure } from './engine-failure.js';
import { EngineError } from './errors.js';

const defaultSocket = '/var/run/docker.sock';
/** Wall time for one answer of the engine that is not a stream, ms. */
const answerLimitMs = 120_000;

/** A client of one container engine, and how its calls fail. */
export interface EngineClient {
  /** The engine's address, for messages. */
  readonly where: string;
  /** Whether it is reached by a socket of this machine. */
  readonly isLocal: boolean;
  readonly docker: Docker;
  /**
   * Runs one call.
   * @param what what the call does, for messages
   * @param fine statuses of the engine's answer that are no failure
   * @param limitMs wall time
   * @returns undefined for an answer that is fine without being a success
   * @throws EngineError with the subject of the call; EngineGone when the engine cannot be reached
   */
  call<T>(what: string, work: () => Promise<T>, fine?: number[], limitMs?: number): Promise<T | undefined>;
  /** The same for a call that must succeed. */
  must<T>(what: string, work: () => Promise<T>, limitMs?: number): Promise<T>;
}

/**
 * Makes a client of a container engine. Nothing is sent yet.
 * @throws EngineError when the address cannot be understood or the certificates not be read
 */
export function engineClient(address: EngineAddress): EngineClient {
  const where = address.host ?? `unix://${defaultSocket}`;
  const options = clientOptions(where, address.certificates);

  const call: EngineClient['call'] = async (what, work, fine = [], limitMs = answerLimitMs) => {
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new EngineError(`${what}: ${where} did not answer within ${limitMs / 1000} s`)),
        limitMs,
      );
    });
    try {
      return await Promise.race([work(), tooLong]);
    } catch (error) {
      const failure = engineFailure(what, where, error);
      if (failure.status !== undefined && fine.includes(failure.status)) return undefined;
      throw failure;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    where,
    isLocal: options.socketPath !== undefined,
    docker: new Docker(options),
    call,
    must: async <T>(what: string, work: () => Promise<T>, limitMs?: number) =>
      (await call(what, work, [], limitMs)) as T,
  };
}
