/** The engine refused or failed a call. The message says what was tried, what the engine said and what to do. */
export class EngineError extends Error {
  override name = 'EngineError';
  constructor(
    message: string,
    /** HTTP status of the engine's answer, if it answered. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** No engine answers at the given address: a later try may succeed, nothing in the range is known to be wrong. */
export class EngineGone extends EngineError {
  override name = 'EngineGone';
  constructor(
    message: string,
    /** Why it cannot be reached and what to do, without the subject of the call. */
    readonly why: string,
    /** The system's error code, such as EACCES, if there was one. */
    readonly code?: string,
  ) {
    super(message);
  }
}

/** A container was about to break the policy on containers; it was not created. */
export class PolicyError extends Error {
  override name = 'PolicyError';
  constructor(
    readonly node: string,
    /** The field of the container's specification, e.g. `HostConfig.Privileged`. */
    readonly field: string,
    why: string,
  ) {
    super(`node ${node}: ${field} is refused: ${why}`);
  }
}

/** A range cannot be what the scenario asks, whatever the engine does. */
export class DesireError extends Error {
  override name: string = 'DesireError';
}

/** A range as a whole asks for more than the installation permits; nothing of it was made. */
export class RangeRefused extends DesireError {
  override name = 'RangeRefused';
  constructor(why: string) {
    super(`the range is refused by the installation's policy: ${why}`);
  }
}

/** A node could not be brought up. The message is for the person who must mend the scenario or the image. */
export class NodeFailed extends Error {
  override name = 'NodeFailed';
  constructor(
    readonly node: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`node ${node} failed: ${reason}`, options);
  }
}

/** The static rules that isolate ranges from the host are not in force: nothing may be launched. */
export class IsolationError extends Error {
  override name = 'IsolationError';
}

/** What passes in a network cannot be kept, or nothing is kept of it. The message is for people. */
export class CaptureRefused extends Error {
  override name = 'CaptureRefused';
}

/** The pool of subnets for the engine's books is used up. */
export class PoolExhausted extends Error {
  override name = 'PoolExhausted';
}
