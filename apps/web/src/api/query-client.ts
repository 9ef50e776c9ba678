import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem.js';

/** A refusal stays one however often it is asked for; only what got no answer, or a server's failure, is tried again. */
const worthAnotherTry = (failures: number, error: Error): boolean =>
  failures < 2 && !(error instanceof ApiProblem && error.status < 500);

/** The cache of what the server said. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: worthAnotherTry, staleTime: 10_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});
