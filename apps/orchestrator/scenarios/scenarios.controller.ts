import { Controller, Get, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { InvalidScenario, ScenarioPacks } from '#persistence';
import { list, scenarioDetail, scenarioSummary } from '../contract/schemas.js';
import { Needs } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { ProblemError, notThere } from '../http/problem.js';
import { UnreadableArchive, readArchive } from './read-archive.js';
import { detailOf, summaryOf } from './view.js';

const draft = z.object({ id: z.string(), version: z.string(), digest: z.string() });

/** The catalogue: what a learner may know of each scenario before playing it. */
@ApiTags('scenarios')
@Controller('api/v1/scenarios')
export class ScenariosController {
  constructor(private readonly packs: ScenarioPacks) {}

  @Get()
  @Documented('Every scenario in the catalogue, its newest version', list(scenarioSummary))
  async list() {
    const all = await this.packs.list();
    const newest = all.filter(({ scenario }, index) => all[index - 1]?.scenario.id !== scenario.id);
    return { items: newest.map(({ scenario }) => summaryOf(scenario)) };
  }

  @Get(':scenario')
  @Documented('One scenario, `id` or `id@version`', scenarioDetail)
  async one(@Param('scenario') reference: string) {
    const found = await this.packs.find(reference);
    if (!found) throw notThere('scenario-unknown', `There is no scenario ${reference} in the catalogue.`);
    return detailOf(found);
  }

  @Post('drafts')
  @Needs('scenarios:write')
  @ApiConsumes('application/x-tar')
  @ApiBody({ description: "the scenario's folder", schema: { type: 'string', format: 'binary' } })
  @Documented('Keep a scenario outside the catalogue, to be tried by its digest', draft, 201)
  async draft(@Req() request: IncomingMessage) {
    try {
      const { scenario, digest } = await this.packs.keep(await readArchive(request));
      return { id: scenario.id, version: scenario.version, digest };
    } catch (error) {
      if (error instanceof UnreadableArchive)
        throw new ProblemError(400, 'archive-unreadable', error.message);
      if (error instanceof InvalidScenario) throw new ProblemError(422, 'scenario-invalid', error.message);
      throw error;
    }
  }
}
