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

/**
 * A reviver for JSON: refuses text that no database keeps, U+0000 and halves of surrogate pairs, wherever in a body it stands.
 * @throws Error which the body parser turns into a 400
 */
export function storableText(key: string, value: unknown): unknown {
  if (typeof value === 'string' && /\0|\p{Surrogate}/u.test(value)) {
    throw new Error(`${key || 'the body'} holds U+0000 or half a character: send it as plain text.`);
  }
  return value;
}
