import { Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { newId, type Person } from '#auth';
import { checkEndedBy, rangeOf, type ExerciseEvent, type ExerciseState } from '#exercise';
import { WakeUp, type Queues } from '#messaging';
import { ExerciseLog } from '#persistence';
import { checkVerdict, entryName, exerciseId, teamId } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { ProblemError } from '../http/problem.js';
import { QUEUES } from '../platform/tokens.js';
import { ExercisesService, refused } from './exercises.service.js';
import { StandingsService } from './standings.service.js';
import { Turns } from './turns.js';

/** How long a check may take before the client is told to look later, in milliseconds. */
const patience = 60_000;

const id = { schema: exerciseId };
const team = { schema: teamId };
const name = { schema: entryName };

type CheckEvent = Extract<ExerciseEvent, { type: `check.${string}` }>;

const isResultOf = (event: ExerciseEvent, request: string): event is CheckEvent =>
  event.type.startsWith('check.') && (event as CheckEvent).payload.request === request;

/** Checks of a team's range. Staff may look, but only the team's members act for it. */
@ApiTags('tasks')
@Controller('api/v1/exercises/:id/teams/:team/tasks/:task')
export class TasksController {
  private readonly checks = new Turns();

  constructor(
    private readonly exercises: ExercisesService,
    private readonly log: ExerciseLog,
    private readonly wakeUp: WakeUp,
    private readonly standings: StandingsService,
    @Inject(QUEUES) private readonly queues: Queues,
  ) {}

  @Post('check')
  @Documented('Have the range checked for whether the task is solved', checkVerdict)
  async check(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
  ) {
    await this.exercises.team(exercise, teamId, me, false);
    const { state } = await this.exercises.order(exercise, me, { type: 'request-check', team: teamId, task });
    const key = `${exercise} ${teamId}`;
    if (this.checks.isTaken(key)) {
      // Each takes a place among what a host does at once, terminals of all teams included.
      throw new ProblemError(409, 'check-at-work', 'A check of your team is at work: wait for its result.');
    }
    return this.checks.take(key, () => this.checked(exercise, teamId, task, state));
  }

  private async checked(exercise: string, teamId: string, task: string, state: ExerciseState) {
    const request = newId(16);
    const result = await this.resultOf(exercise, teamId, state.seq, request, async () => {
      const { host } = rangeOf(state, teamId)!;
      await this.queues.send(host!, 'check', { exercise, team: teamId, task, request });
    });
    const outcome = result.type.slice('check.'.length);
    const { results, held } = result.payload;
    const points = await this.standings.awardOf(exercise, { team: teamId, task, seq: result.seq });
    return { outcome, points, results, ...(held ? { held } : {}) };
  }

  /**
   * Waits until the worker's report of this request is in the log.
   * @throws ProblemError 409 when the exercise was paused or the range changed first: then no result counts any more
   */
  private async resultOf(
    exercise: string,
    teamId: string,
    after: number,
    request: string,
    ask: () => Promise<void>,
  ): Promise<CheckEvent> {
    let seq = after;
    const look = async (): Promise<CheckEvent | undefined> => {
      const events = await this.log.read(exercise, seq, 1_000);
      for (const event of events) {
        seq = event.seq;
        if (isResultOf(event, request)) return event;
        const end = checkEndedBy(event, teamId);
        if (end) throw refused(end);
      }
      return undefined;
    };
    let wake = () => undefined as void;
    const unlisten = await this.wakeUp.listen((signal) => {
      if (signal.exercise === exercise) wake();
    });
    try {
      await ask();
      const end = Date.now() + patience;
      while (Date.now() < end) {
        // Wake-ups may be lost, so look again every second.
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 1_000);
        });
        const found = await look();
        if (found) return found;
        await woken;
      }
    } finally {
      unlisten();
    }
    throw new ProblemError(
      504,
      'check-unanswered',
      'The check has not answered within a minute. Nothing is lost: its result will stand in the log; try again later.',
    );
  }
}
