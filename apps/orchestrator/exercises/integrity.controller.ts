import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { settingAt } from '#exercise';
import { ExerciseLog } from '#persistence';
import { collect, integrityReport, noFacts } from '#scoring';
import { z } from 'zod';
import { entryName, exerciseId, list } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { notYours } from '../http/problem.js';
import { ExercisesService } from './exercises.service.js';
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

const page = 5_000;
const idParam = { schema: exerciseId };

/** What the staff should look at. It changes no points. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class IntegrityController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly log: ExerciseLog,
    private readonly names: NamesService,
  ) {}

  @Get(':id/integrity')
  @Documented('Signs that answers were passed on, with their evidence, for staff; points stay', list(finding))
  async integrity(@Me() me: Person, @Param('id', idParam) id: string) {
    const { state, viewer } = await this.exercises.access(id, me);
    if (!viewer.staff) throw notYours('Only the staff of the exercise sees this report.');
    const rules = settingAt(state, await this.log.setting(id));
    const facts = noFacts();
    for (let after = 0; after < state.seq;) {
      const events = await this.log.read(id, after, Math.min(page, state.seq - after));
      const last = events.at(-1);
      if (!last) throw new Error(`exercise ${id} is damaged: its log ends at ${after}, not at ${state.seq}`);
      for (const event of events) collect(facts, event);
      after = last.seq;
    }
    const names = await this.names.of(id);
    return { items: integrityReport(facts, rules, (team) => teamName(state.teams[team]!, names)) };
  }
}
