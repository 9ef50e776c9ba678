import { describe, expect, it } from 'vitest';
import { hasSlug, isSignedOut, problemOf } from './problem.js';

describe('problemOf', () => {
  it('reads a problem document', () => {
    const problem = problemOf(409, {
      type: 'urn:vocr:problem:task-locked',
      title: 'Conflict',
      status: 409,
      detail: 'First solve a.',
    });
    expect([problem.slug, problem.status, problem.message]).toEqual(['task-locked', 409, 'First solve a.']);
    expect(hasSlug(problem, 'task-locked')).toBe(true);
  });

  it.each([undefined, null, '', '<html>502</html>', 42])('takes %j for no document', (body) => {
    const problem = problemOf(502, body);
    expect([problem.slug, problem.message]).toEqual(['', 'HTTP 502']);
  });

  it('tells a session that is over from a wrong password', () => {
    expect(isSignedOut(problemOf(401, { type: 'urn:vocr:problem:not-signed-in' }))).toBe(true);
    expect(isSignedOut(problemOf(401, { type: 'urn:vocr:problem:wrong-password' }))).toBe(false);
    expect(isSignedOut(new Error('not-signed-in'))).toBe(false);
  });
});
