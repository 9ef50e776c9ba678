import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ScenarioPacks } from '#persistence';
import { list, scenarioDetail, scenarioSummary } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { notThere } from '../http/problem.js';
import { detailOf, summaryOf } from './view.js';

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
}
