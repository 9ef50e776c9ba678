import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { settingAt } from '#exercise';
import { ExerciseLog } from '#persistence';
import { integrityReport } from '#scoring';
import { z } from 'zod';
import { entryName, exerciseId, list } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { notYours } from '../http/problem.js';
import { ExercisesService } from './exercises.service.js';
import { IntegrityService } from './integrity.service.js';
import { NamesService } from './names.service.js';
import { teamName } from './view.js';

const finding = z.object({
  kind: z
    .enum(['foreign-value', 'same-wrong', 'too-soon'])
    .describe(
      "another team's value, the same odd wrong answer, or a solve in less time than the author says it takes",
    ),
  teams: z.array(z.string()).describe('by id; of a foreign value first who submitted it, then whose it is'),
  task: entryName,
  seqs: z.array(z.int()).describe('the events that it rests on'),
  evidence: z.object({ vi: z.string(), en: z.string() }).describe('what was seen, without any value'),
});

const idParam = { schema: exerciseId };

/** What the staff should look at. It changes no points. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class IntegrityController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly log: ExerciseLog,
    private readonly names: NamesService,
    private readonly facts: IntegrityService,
  ) {}

  @Get(':id/integrity')
  @Documented('Signs that answers were passed on, with their evidence, for staff; points stay', list(finding))
  async integrity(@Me() me: Person, @Param('id', idParam) id: string) {
    const { state, viewer } = await this.exercises.access(id, me);
    if (!viewer.staff) throw notYours('Only the staff of the exercise sees this report.');
    const rules = settingAt(state, await this.log.setting(id));
    const facts = await this.facts.factsAt(id, state.seq);
    const names = await this.names.of(id);
    return { items: integrityReport(facts, rules, (team) => teamName(state.teams[team]!, names)) };
  }
}
