import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Person } from '#auth';

/** Who asks; there for every route that is not `@Open()`. */
export const Me = createParamDecorator(
  (_: unknown, context: ExecutionContext): Person =>
    context.switchToHttp().getRequest<{ person: Person }>().person,
);
