import { NoAnswer, problemOf } from './problem.js';

/**
 * Sends a form with files. They go as they are read from the disk: unlike other requests, it is not looked into for an
 * Idempotency-Key, since the server takes the same hand-in but once.
 * @throws ApiProblem when the server refused it
 * @throws NoAnswer when it could not be reached
 */
export async function sendFiles(path: string, form: FormData): Promise<void> {
  let response: Response;
  try {
    response = await fetch(path, { method: 'POST', body: form });
  } catch (cause) {
    throw new NoAnswer('the server did not answer', { cause });
  }
  if (response.ok) return;
  const body: unknown = await response.json().catch(() => undefined);
  throw problemOf(response.status, body);
}
