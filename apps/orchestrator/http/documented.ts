import { HttpCode, applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    retryAfter: z.int().optional().describe('seconds after which the same may be asked again'),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .describe('RFC 9457 problem document; `type` is stable');

/** What a route does and answers, for the OpenAPI. @param status 200 unless said otherwise */
export const Documented = (summary: string, returns?: z.ZodType, status = returns ? 200 : 204) =>
  applyDecorators(
    HttpCode(status),
    ApiOperation({ summary }),
    returns ? ApiResponse({ status, standardSchema: returns }) : ApiResponse({ status, description: 'done' }),
    ApiResponse({ status: 'default', standardSchema: problem, description: 'why not' }),
  );
