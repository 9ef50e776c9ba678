/** What a person can read and act on when something failed, beyond the message itself. */
export interface ProblemDetails {
  /** What to do about it, usually a command to run by hand. */
  mend?: string;
  /** The last lines of what was running. */
  tail?: readonly string[];
  /** The file with the whole output. */
  log?: string;
  cause?: unknown;
}

/** Something failed in a way that a person must act on. The message says what failed. */
export class Problem extends Error {
  readonly mend: string | undefined;
  readonly tail: readonly string[];
  readonly log: string | undefined;

  constructor(message: string, details: ProblemDetails = {}) {
    super(message, { cause: details.cause });
    this.mend = details.mend;
    this.tail = details.tail ?? [];
    this.log = details.log;
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** The text to show for anything thrown: what failed, the last output, where the rest is, what to do. */
export function describeProblem(error: unknown): string {
  if (!(error instanceof Problem)) return messageOf(error);
  return [
    error.message,
    ...error.tail.map((line) => `  | ${line}`),
    ...(error.log ? [`  full output: ${error.log}`] : []),
    ...(error.mend ? [`  to mend it: ${error.mend}`] : []),
  ].join('\n');
}

/** The `code` of a system error such as ENOENT, or undefined. */
export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
