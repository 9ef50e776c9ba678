import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import { refusalStatus, revisionFault, revisionOf, settingAt, type Revision } from '#exercise';
import { ExerciseLog } from '#persistence';
import { differenceBetween, newlySolved } from '#scoring';
import type { z } from 'zod';
import { exerciseId } from '../contract/schemas.js';
import { confirmedRevision, newRevision, revisionPreview, ruleBook } from '../contract/standings.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notYours } from '../http/problem.js';
import { ExercisesService } from './exercises.service.js';
import { NamesService } from './names.service.js';
import { StandingsService } from './standings.service.js';
import { teamName } from './view.js';

const idParam = { schema: exerciseId };

/** The rules of an exercise, and how staff mend them: first the difference is shown, then it is confirmed. */
@ApiTags('exercises')
@Controller('api/v1/exercises/:id/rules')
export class RulesController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly names: NamesService,
    private readonly log: ExerciseLog,
  ) {}

  @Get()
  @Documented('The rules as they count now, and how they were mended; for staff', ruleBook)
  async rules(@Me() me: Person, @Param('id', idParam) id: string) {
    const state = await this.asStaff(id, me);
    const { scenario } = settingAt(state, await this.log.setting(id));
    const tasks = scenario.tasks.map(({ id: task, title, points, answer, hints }) => {
      const { void: isVoid = false, minimumSolveMs } = revisionOf(scenario, task) ?? {};
      const costs = hints.map(({ id: hint, cost }) => ({ id: hint, cost }));
      return { id: task, title, points, void: isVoid, answer, minimumSolveMs, hints: costs };
    });
    return { seq: state.seq, tasks, revisions: state.revisions };
  }

  @Post('preview')
  @Documented('What mended rules would make of every score; nothing is changed', revisionPreview)
  async preview(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: newRevision }) body: z.infer<typeof newRevision>,
  ) {
    const state = await this.asStaff(id, me);
    const fault = revisionFault(state, body, await this.log.setting(id));
    if (fault && !fault.ok) {
      const { type, detail } = fault.refusal;
      throw new ProblemError(refusalStatus[type], type, detail);
    }
    const [before, after] = await this.bothWays(id, state.seq, body.tasks);
    const known = await this.names.of(id);
    const teams = differenceBetween(before, after).map((team) => ({
      ...team,
      name: teamName(state.teams[team.team]!, known),
    }));
    return { seq: state.seq, teams };
  }

  @Post()
  @Documented('Mend the rules as they were previewed; 409 when points can have moved since', ruleBook)
  async revise(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: confirmedRevision }) body: z.infer<typeof confirmedRevision>,
  ) {
    const state = await this.asStaff(id, me);
    const { seq, reason, tasks } = body;
    const order = { type: 'revise-rules', seq, reason, tasks } as const;
    const isSound = !revisionFault(state, body, await this.log.setting(id)) && seq <= state.seq;
    // What is not sound is refused by `decide`, with its reasons; nothing need be folded for it.
    const [before, after] = isSound ? await this.bothWays(id, seq, tasks) : [];
    const solved = before && after ? newlySolved(before.ledger, after.ledger) : [];
    await this.exercises.order(id, me, { ...order, solved });
    return this.rules(me, id);
  }

  /** The ledger as of a seq, by the rules as they are and as they would be. */
  private bothWays(id: string, seq: number, tasks: Revision['tasks']) {
    return Promise.all([this.standings.ledger(id, seq), this.standings.revised(id, seq, tasks)]);
  }

  private async asStaff(id: string, me: Person) {
    const { state, viewer } = await this.exercises.access(id, me);
    if (!viewer.staff) throw notYours('Only who leads this exercise sees and mends its rules.');
    return state;
  }
}
