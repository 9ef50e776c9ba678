import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { ScenarioPacks } from '#persistence';
import { differenceOf } from '#scenario';
import { z } from 'zod';
import { exerciseId } from '../contract/schemas.js';
import { Needs } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { notYours } from '../http/problem.js';
import { LinksService } from '../networks/links.service.js';
import { ExercisesService } from './exercises.service.js';

const wanted = z.strictObject({
  scenario: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be the digest of a draft'),
});
const replaced = z.object({
  scenario: z.object({ id: z.string(), version: z.string(), digest: z.string() }),
  topology: z.boolean().describe('networks or addresses differ, so the whole range is built anew'),
  nodes: z.array(z.string()).describe('what is built anew; empty when only texts or rules differ'),
});

/** An author's trial of a scenario that they are still writing. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class ReplaceScenarioController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly packs: ScenarioPacks,
    private readonly links: LinksService,
  ) {}

  @Post(':id/scenario')
  @Needs('scenarios:write')
  @Documented(
    'Go on with another version of the scenario, in a solo exercise of your own: only what differs is built anew',
    replaced,
  )
  async replace(
    @Me() me: Person,
    @Param('id', { schema: exerciseId }) id: string,
    @Body({ schema: wanted }) body: z.infer<typeof wanted>,
  ) {
    const { state } = await this.exercises.access(id, me);
    const players = Object.values(state.teams).flatMap(({ members }) => members);
    if (state.owner !== me.account || players.some((account) => account !== me.account)) {
      throw notYours('Only in an exercise of your own, which nobody else plays, may its scenario change.');
    }
    const after = await this.exercises.pack(body.scenario, me);
    await this.links.demandAnywhere(after.scenario);
    const before = await this.packs.get(state.scenario.digest);
    const { digest } = after;
    const scenario = { id: after.scenario.id, version: after.scenario.version, digest };
    const { topology, nodes } = differenceOf(before, after);
    const from = state.scenario.digest;
    await this.exercises.order(id, me, { type: 'replace-scenario', from, scenario, topology, nodes });
    return { scenario, topology, nodes };
  }
}
