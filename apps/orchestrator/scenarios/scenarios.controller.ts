import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { may, type Person } from '#auth';
import { ScenarioPacks, type CatalogueEntry } from '#persistence';
import { catalogueDetail, catalogueList } from '../contract/scenarios.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { notThere } from '../http/problem.js';
import { CatalogueService } from './catalogue.service.js';
import { detailOf, summaryOf } from './view.js';

/** The catalogue: what a learner may know of each scenario before playing it. */
@ApiTags('scenarios')
@Controller('api/v1/scenarios')
export class ScenariosController {
  constructor(
    private readonly packs: ScenarioPacks,
    private readonly catalogue: CatalogueService,
  ) {}

  @Get()
  @Documented('Every scenario in the catalogue, its newest version', catalogueList)
  async list(@Me() me: Person) {
    const all = await this.packs.entries();
    const newest = all.filter(({ scenario }, index) => all[index - 1]?.scenario.id !== scenario.id);
    const items = newest.map(({ scenario }) => summaryOf(scenario));
    if (!may(me.role, 'scenarios:write')) return { items };
    return { items, leftOut: [...this.catalogue.leftOut(), ...this.packs.leftOut()] };
  }

  @Get(':scenario')
  @Documented('One scenario, `id` (its newest version) or `id@version`', catalogueDetail)
  async one(@Me() me: Person, @Param('scenario') reference: string) {
    const found = await this.packs.find(reference);
    if (!found) throw notThere('scenario-unknown', `There is no scenario ${reference} in the catalogue.`);
    const versions = (await this.packs.entries()).filter(({ scenario }) => scenario.id === found.scenario.id);
    const own = versions.find(({ digest }) => digest === found.digest);
    return {
      ...detailOf(found),
      versions: versions.map(({ scenario }) => scenario.version),
      ...(own && may(me.role, 'scenarios:write') ? { origin: originOf(own) } : {}),
    };
  }
}

function originOf({ digest, addedAt, addedBy, signer }: CatalogueEntry) {
  return {
    digest,
    addedAt: addedAt.toISOString(),
    ...(addedBy === null ? {} : { addedBy }),
    ...(signer === null ? {} : { signer }),
  };
}
