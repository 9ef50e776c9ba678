import { ApiProblem } from '../api/problem.js';

/** The server's own words on where something is wrong, or who is missing: only it knows, so they stand below ours. */
export function ProblemDetail({ error }: { error: unknown }) {
  return error instanceof ApiProblem ? <p className="reason small">{error.message}</p> : null;
}
