import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { issueCredential, type Person } from '#auth';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { exerciseId } from '../contract/schemas.js';
import { ExercisesService } from '../exercises/exercises.service.js';
import { Documented } from '../http/documented.js';
import { Unrecorded } from '../http/idempotency.interceptor.js';
import { Me } from '../http/person.decorator.js';

const wanted = z.strictObject({ for: z.enum(['stream', 'terminal']), exercise: exerciseId });

/** Tickets open one socket, once, within 30 seconds: for clients that can send neither header nor cookie with it. */
@ApiTags('sockets')
@Controller('api/v1/tickets')
export class TicketsController {
  constructor(
    private readonly db: DataSource,
    private readonly exercises: ExercisesService,
  ) {}

  @Post()
  @Unrecorded()
  @Documented('A ticket for one socket', z.object({ ticket: z.string() }), 201)
  async issue(@Me() me: Person, @Body({ schema: wanted }) body: z.infer<typeof wanted>) {
    await this.exercises.access(body.exercise, me);
    const ticket = await issueCredential(this.db, {
      kind: 'ticket',
      account: me.account,
      about: body,
      uses: 1,
    });
    return { ticket };
  }
}
