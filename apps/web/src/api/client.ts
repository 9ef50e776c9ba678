import createClient from 'openapi-fetch';
import { IdempotencyKeys } from './idempotency-keys.js';
import { isSignedOut, NoAnswer, problemOf } from './problem.js';
import type { paths } from './schema.js';

const keys = new IdempotencyKeys();
let onSignedOut: () => void = () => undefined;

/** What is to happen when the server says that the session is over. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

async function send(request: Request): Promise<Response> {
  const repeatable = request.method === 'POST';
  const same = repeatable ? `${request.url} ${await request.clone().text()}` : '';
  if (repeatable) request.headers.set('Idempotency-Key', keys.keyFor(same));
  let response: Response;
  try {
    response = await fetch(request);
  } catch (cause) {
    throw new NoAnswer('the server did not answer', { cause });
  }
  if (repeatable) keys.answered(same);
  return response;
}

/** The API, typed by its OpenAPI. Requests carry the session's cookie, which scripts cannot read. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/**
 * The body of an answer.
 * @throws ApiProblem when the server refused or failed
 * @throws NoAnswer when it could not be reached
 */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  const problem = problemOf(response.status, error);
  if (isSignedOut(problem)) onSignedOut();
  throw problem;
}
