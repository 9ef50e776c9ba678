import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#auth';
import type { Config } from '#config';
import { attemptsLeft, longestAnswer, settingAt, waitBeforeAnswer } from '#exercise';
import { ExerciseLog } from '#persistence';
import { resolveAll } from '#scenario';
import { z } from 'zod';
import { FailureThrottle } from '../accounts/throttle.js';
import { entryName, exerciseId, teamId, verdict } from '../contract/schemas.js';
import { Documented } from '../http/documented.js';
import { Me } from '../http/person.decorator.js';
import { CONFIG } from '../platform/tokens.js';
import { ExercisesService } from './exercises.service.js';
import { StandingsService } from './standings.service.js';

const answer = z.strictObject({ answer: z.string().max(longestAnswer) });
const text = z.partialRecord(z.enum(['vi', 'en']), z.string());
const hint = z.object({ id: z.string(), cost: z.int(), text });
const solution = z.object({ cost: z.int(), text });

const id = { schema: exerciseId };
const team = { schema: teamId };
const name = { schema: entryName };

/** What a team says about a task, and what it is told. Staff may look, but only the team's members act for it. */
@ApiTags('tasks')
@Controller('api/v1/exercises/:id/teams/:team/tasks/:task')
export class AnswersController {
  /** Against guessing by machine: by team and task. */
  private readonly wrong: FailureThrottle;

  constructor(
    private readonly exercises: ExercisesService,
    private readonly log: ExerciseLog,
    private readonly standings: StandingsService,
    @Inject(CONFIG) { answersPerMinute }: Config,
  ) {
    this.wrong = new FailureThrottle(answersPerMinute);
  }

  @Post('answers')
  @Documented('Submit an answer', verdict)
  async answer(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
    @Body({ schema: answer }) body: z.infer<typeof answer>,
  ) {
    await this.exercises.team(exercise, teamId, me, false);
    const takeBack = this.wrong.begin(`${exercise} ${teamId} ${task}`);
    const order = { type: 'submit-answer', team: teamId, task, answer: body.answer } as const;
    const outcome = await this.exercises.order(exercise, me, order).catch((error: unknown) => {
      // What was refused was not judged, so nothing was guessed by it.
      takeBack();
      throw error;
    });
    const { events, state } = outcome;
    const told = events.find((event) => event.type === 'answer.submitted')!;
    const { correct } = told.payload;
    if (correct) takeBack();
    const { scenario } = settingAt(state, await this.log.setting(exercise));
    const about = scenario.tasks.find((t) => t.id === task)!;
    // As this answer left it: others of the same team may have been decided with it.
    const then = { ...state, teams: { [teamId]: outcome.team! } };
    const left = attemptsLeft(then, teamId, about);
    const wait = correct ? 0 : waitBeforeAnswer(then, teamId, about, told.at);
    const award = { team: teamId, task, seq: told.seq };
    return {
      correct,
      points: correct ? await this.standings.awardOf(exercise, award) : 0,
      ...(left === undefined ? {} : { attemptsLeft: left }),
      ...(wait > 0 ? { retryAfter: wait } : {}),
    };
  }

  @Post('hints/:hint')
  @Documented('Reveal a hint at its price', hint)
  async hint(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
    @Param('hint', name) hintId: string,
  ) {
    await this.exercises.team(exercise, teamId, me, false);
    const { state } = await this.exercises.order(exercise, me, {
      type: 'reveal-hint',
      team: teamId,
      task,
      hint: hintId,
    });
    const { scenario, values } = settingAt(state, await this.log.setting(exercise));
    const { hints } = scenario.tasks.find((t) => t.id === task)!;
    const revealed = hints.find((h) => h.id === hintId)!;
    return { id: revealed.id, cost: revealed.cost, text: resolveAll(revealed.text, values(teamId)) };
  }

  @Post('solution')
  @Documented('Reveal how a task is solved, at the price of all its points', solution)
  async solution(
    @Me() me: Person,
    @Param('id', id) exercise: string,
    @Param('team', team) teamId: string,
    @Param('task', name) task: string,
  ) {
    await this.exercises.team(exercise, teamId, me, false);
    const { state } = await this.exercises.order(exercise, me, {
      type: 'reveal-solution',
      team: teamId,
      task,
    });
    const { scenario, values } = settingAt(state, await this.log.setting(exercise));
    const { points, solution: revealed } = scenario.tasks.find((t) => t.id === task)!;
    return { cost: points, text: resolveAll(revealed!, values(teamId)) };
  }
}
