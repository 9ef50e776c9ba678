import { expect } from 'vitest';
import type { Answer } from './application.js';

/** Expects an RFC 9457 problem document of a status, with the end of its type and a detail for a person. */
export function expectProblem(answer: Answer, status: number, type: string, detail = /\S+ \S+/): void {
  expect(answer.body).toMatchObject({ status, type: `urn:vocr:problem:${type}` });
  expect(answer.body).toEqual({
    type: expect.any(String),
    title: expect.stringMatching(/\S/),
    status,
    detail: expect.stringMatching(detail),
    ...(answer.body.errors ? { errors: expect.any(Array) } : {}),
    ...(status === 429 ? { retryAfter: expect.any(Number) } : {}),
  });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
}
