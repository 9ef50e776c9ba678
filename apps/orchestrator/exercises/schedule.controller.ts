import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { may, type Person } from '#auth';
import { longestExtension, scheduleRefusal } from '#exercise';
import { durationMs } from '#scenario';
import { differenceBetween } from '#scoring';
import { z } from 'zod';
import {
  confirmedSchedule,
  newSchedule,
  readSchedule,
  schedule,
  scheduleView,
} from '../contract/schedule.js';
import { exerciseId, teamId } from '../contract/schemas.js';
import { revisionPreview } from '../contract/standings.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError, notYours } from '../http/problem.js';
import { ExercisesService, refused, type Access } from './exercises.service.js';
import { NamesService } from './names.service.js';
import { StandingsService } from './standings.service.js';
import { teamName } from './view.js';

const idParam = { schema: exerciseId };
const length = /^-?\d{1,6}[smhd]$/;
const extension = z.strictObject({
  by: z.string().regex(length, 'must be a length of time such as 30m, 2h or 3d; with a minus it takes back'),
  reason: z.string().trim().min(1).max(500).optional().describe('the team reads it'),
});
const extended = z.object({ extension: z.int().describe('in all, exercise time in ms') });
const course = z.object({ state: z.string(), schedule });

/** When an exercise opens, is due and closes, for who teaches with it. */
@ApiTags('exercises')
@Controller('api/v1/exercises')
export class ScheduleController {
  constructor(
    private readonly exercises: ExercisesService,
    private readonly standings: StandingsService,
    private readonly names: NamesService,
  ) {}

  @Post(':id/schedule')
  @Documented('Say when it opens, is due and closes, in the place of all that was said before', course)
  async schedule(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: confirmedSchedule }) { seq: previewed, ...body }: z.infer<typeof confirmedSchedule>,
  ) {
    const { state } = await this.teaching(id, me);
    const command = { type: 'schedule', schedule: read(body, state), previewed } as const;
    const after = (await this.exercises.order(id, me, command)).state;
    return { state: after.phase, schedule: scheduleView(after.schedule ?? {}) };
  }

  @Post(':id/schedule/preview')
  @Documented('What another schedule would make of every score; nothing is changed', revisionPreview)
  async preview(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Body({ schema: newSchedule }) body: z.infer<typeof newSchedule>,
  ) {
    const { state } = await this.teaching(id, me);
    const wanted = read(body, state);
    const fault = scheduleRefusal(state, wanted);
    if (fault) throw refused(fault.refusal);
    const [before, after] = await Promise.all([
      this.standings.ledger(id, state.seq),
      this.standings.rescheduled(state, wanted),
    ]);
    const known = await this.names.of(id);
    const teams = differenceBetween(before, after).map((team) => ({
      ...team,
      name: teamName(state.teams[team.team]!, known),
    }));
    return { seq: state.seq, teams };
  }

  @Post(':id/teams/:team/extension')
  @Documented('Put the deadlines of one team off', extended)
  async extend(
    @Me() me: Person,
    @Param('id', idParam) id: string,
    @Param('team', { schema: teamId }) team: string,
    @Body({ schema: extension }) { by, reason }: z.infer<typeof extension>,
  ) {
    await this.teaching(id, me);
    const ms = durationMs(by.replace('-', '')) * (by.startsWith('-') ? -1 : 1);
    if (Math.abs(ms) > longestExtension) {
      throw new ProblemError(400, 'extension-invalid', 'An extension is at most a year.');
    }
    const command = { type: 'extend-deadline', team, ms, ...(reason ? { reason } : {}) } as const;
    const { state } = await this.exercises.order(id, me, command);
    return { extension: state.teams[team]?.extension ?? 0 };
  }

  @Post(':id/archive')
  @Documented('Put a finished exercise away: lists leave it out, and nothing of it changes any more')
  async archive(@Me() me: Person, @Param('id', idParam) id: string) {
    await this.exercises.steering(id, me);
    await this.exercises.order(id, me, { type: 'archive' });
  }

  /** Learners alone have no deadlines to set: they would set them as it suits them. */
  private async teaching(id: string, me: Person): Promise<Access> {
    const access = await this.exercises.steering(id, me);
    if (!access.viewer.staff && !may(me.role, 'exercises:teach')) {
      throw notYours('Only an instructor sets when an exercise opens and is due.');
    }
    return access;
  }
}

function read(body: z.infer<typeof newSchedule>, state: Access['state']) {
  try {
    return readSchedule(body, state, Date.now());
  } catch (error) {
    if (error instanceof RangeError) throw new ProblemError(400, 'schedule-invalid', error.message);
    throw error;
  }
}
