import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { newId, type Person } from '#auth';
import { countWarm, refusalStatus, type PoolCommand, type PoolState } from '#exercise';
import { PoolLog, ScenarioPacks, type PoolOutcome } from '#persistence';
import { poolFaults } from '#scenario';
import { z } from 'zod';
import { newPool, pool, poolChange, poolEvent, poolId } from '../contract/pools.js';
import { list, seqParameter } from '../contract/schemas.js';
import { Needs } from '../http/auth.guard.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notThere } from '../http/problem.js';
import { demandRunnable } from '../scenarios/demand-runnable.js';
import { PoolKeeper } from './pool-keeper.service.js';

const idParam = { schema: poolId };
const eventsQuery = z.object({
  after: seqParameter.default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
});

/** Pools of ranges that stand ready before anyone asks for them. */
@ApiTags('pools')
@Controller('api/v1/pools')
@Needs('exercises:teach')
export class PoolsController {
  constructor(
    private readonly pools: PoolLog,
    private readonly packs: ScenarioPacks,
    private readonly keeper: PoolKeeper,
  ) {}

  @Get()
  @Documented('Every pool', list(pool))
  async list() {
    const listed = await this.listed();
    const all = await this.pools.all();
    return { items: await Promise.all(all.map((state) => this.view(state, listed))) };
  }

  @Post()
  @Documented('Keep ranges of a scenario ready', pool, 201)
  async create(@Me() me: Person, @Body({ schema: newPool }) body: z.infer<typeof newPool>) {
    const found = await this.packs.find(body.scenario);
    if (!found) throw notThere('scenario-unknown', `There is no scenario ${body.scenario} in the catalogue.`);
    const refusal = this.packs.refusal(found);
    if (refusal !== undefined) {
      const detail = `This installation's policy does not permit the scenario:\n${refusal}`;
      throw new ProblemError(422, 'scenario-refused', detail);
    }
    demandRunnable(found.scenario);
    const faults = poolFaults(found.files);
    if (faults.length > 0) {
      const said = faults.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);
      const errors = faults.map(({ path, file, message }) => ({ path: path ?? file, message }));
      const detail = `This scenario cannot be kept ready: ${said.join('; ')}. Put these values into files of the nodes.`;
      throw new ProblemError(422, 'scenario-not-poolable', detail, errors);
    }
    const { scenario, digest } = found;
    const about = { id: scenario.id, version: scenario.version, digest };
    const order = { type: 'create', actor: me.account, scenario: about, size: body.size } as const;
    const { state } = accepted(await this.pools.create(newId(10), order));
    this.keeper.lookNow();
    return this.view(state, await this.listed());
  }

  @Get(':id')
  @Documented('A pool', pool)
  async one(@Param('id', idParam) id: string) {
    return this.view(await this.state(id), await this.listed());
  }

  @Patch(':id')
  @Documented('Change its size; one that has stopped tries again', pool)
  resize(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: poolChange }) { size }: z.infer<typeof poolChange>,
  ) {
    return this.order(me, id, { type: 'resize', size });
  }

  @Delete(':id')
  @Documented('Close it: what nobody has claimed is taken down', pool)
  close(@Me() me: Person, @Param('id', idParam) id: string) {
    return this.order(me, id, { type: 'close' });
  }

  @Get(':id/events')
  @Documented("The pool's log", list(poolEvent))
  async events(
    @Param('id', idParam) id: string,
    @Query({ schema: eventsQuery }) { after, limit }: z.infer<typeof eventsQuery>,
  ) {
    await this.state(id);
    const events = await this.pools.read(id, after, limit);
    const items = events.map(({ seq, at, type, actor, range, payload }) => ({
      ...{ seq, at, type, actor, payload },
      ...(range === undefined ? {} : { range }),
    }));
    return { items, ...(events.length === limit ? { next: events.at(-1)!.seq } : {}) };
  }

  private async order(me: Person, id: string, command: PoolCommand) {
    await this.state(id);
    const { state } = accepted(await this.keeper.execute(id, { ...command, actor: me.account }));
    this.keeper.lookNow();
    return this.view(state, await this.listed());
  }

  private async state(id: string): Promise<PoolState> {
    const state = await this.pools.state(id);
    if (!state) throw notThere('pool-unknown', `There is no pool ${id}.`);
    return state;
  }

  /** Digests of what the catalogue lists now. */
  private async listed(): Promise<ReadonlySet<string>> {
    return new Set((await this.packs.entries()).map(({ digest }) => digest));
  }

  private async view(state: PoolState, listed: ReadonlySet<string>) {
    const { id, scenario, phase, size, claimed, failures, reason } = state;
    const { ready, preparing } = countWarm(state);
    const { title } = (await this.packs.get(scenario.digest)).scenario;
    return {
      id,
      scenario: { id: scenario.id, version: scenario.version, title },
      state: phase,
      ...{ size, ready, preparing, claimed, failures },
      ...(reason === undefined ? {} : { reason }),
      outdated: !listed.has(scenario.digest),
    };
  }
}

/** @throws ProblemError with the refusal's type */
function accepted(outcome: PoolOutcome): Extract<PoolOutcome, { ok: true }> {
  if (outcome.ok) return outcome;
  const { type, detail } = outcome.refusal;
  throw new ProblemError(refusalStatus[type], type, detail);
}
