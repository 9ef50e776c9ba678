import { StandardSchemaValidationPipe } from '@nestjs/common';
import { ProblemError } from './problem.js';

/** Checks what comes in against the zod schemas that the parameters name; says every wrong field at once. */
export const validation = new StandardSchemaValidationPipe({
  exceptionFactory: (issues) => {
    const errors = issues.map(({ path, message }) => ({
      path: (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.'),
      message,
    }));
    const said = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
    return new ProblemError(400, 'request-invalid', said, errors);
  },
});
