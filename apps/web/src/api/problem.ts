/** What the server says went wrong: an RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
}

const prefix = 'urn:vocr:problem:';

/** A request that the server answered with a problem. `slug` is stable; `message` is the server's own detail, in English. */
export class ApiProblem extends Error {
  readonly slug: string;

  constructor(
    readonly status: number,
    type: string,
    detail: string,
  ) {
    super(detail);
    this.slug = type.startsWith(prefix) ? type.slice(prefix.length) : '';
  }
}

/** A request that got no answer at all: no network, or no server. */
export class NoAnswer extends Error {}

/** Reads a failed response's body as a problem, whatever it turns out to be. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Partial<Problem>;
  return new ApiProblem(status, said.type ?? '', said.detail ?? said.title ?? `HTTP ${status}`);
}

/** Whether the error says that nobody is signed in (any more). */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof ApiProblem && error.slug === 'not-signed-in';

export const hasSlug = (error: unknown, slug: string): boolean =>
  error instanceof ApiProblem && error.slug === slug;
