import { HttpStatus } from '@nestjs/common';

/** RFC 9457: what went wrong, for programs (`type`, stable) and people (`title`, `detail`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Seconds after which the same may be asked again, where waiting helps; also in the header `Retry-After`. */
  retryAfter?: number;
  /** Per wrong field of a request. */
  errors?: { path: string; message: string }[];
}

/** An expected failure of a request; the filter turns it into a problem document. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    /** Stable, lower case with dashes; the document's `type` is `urn:vocr:problem:<slug>`. */
    readonly slug: string,
    detail: string,
    readonly errors?: Problem['errors'],
    readonly retryAfter?: number,
  ) {
    super(detail);
  }

  /** The document itself. */
  toProblem(): Problem {
    return {
      type: `urn:vocr:problem:${this.slug}`,
      title: titleOf(this.status),
      status: this.status,
      detail: this.message,
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.errors ? { errors: this.errors } : {}),
    };
  }
}

function titleOf(status: number): string {
  const name = HttpStatus[status] ?? 'ERROR';
  return name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ');
}

export const notSignedIn = (detail = 'Sign in first, or send a valid token.') =>
  new ProblemError(401, 'not-signed-in', detail);
export const notYours = (detail: string) => new ProblemError(403, 'not-yours', detail);
export const notThere = (slug: string, detail: string) => new ProblemError(404, slug, detail);
