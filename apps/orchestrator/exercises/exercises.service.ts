import { Inject, Injectable } from '@nestjs/common';
import { findByUsername, knownUsername, may, newId, newSecret, type Person } from '#auth';
import type { Config } from '#config';
import {
  refusalStatus,
  teamOf,
  viewerOf,
  type ExerciseState,
  type Order,
  type Refusal,
  type Viewer,
} from '#exercise';
import { ExerciseLog, ExerciseRow, ScenarioPacks, type Outcome } from '#persistence';
import { DataSource, In } from 'typeorm';
import type { z } from 'zod';
import type { newExercise } from '../contract/schemas.js';
import { ProblemError, notThere, notYours } from '../http/problem.js';
import { demandRunnable } from '../scenarios/demand-runnable.js';
import { CONFIG } from '../platform/tokens.js';
import { LinksService } from '../networks/links.service.js';
import { Turns } from './turns.js';

/** An exercise as someone stands to it. */
export interface Access {
  state: ExerciseState;
  viewer: Viewer;
}

/** Solo exercises that a learner may have running at a time: each is a range of its own on the hosts that all share. */
const mostRunning = 3;

type Command = Order extends infer O ? (O extends Order ? Omit<O, 'actor'> : never) : never;

/** Who may do what with an exercise, and the way of every command into its log. */
@Injectable()
export class ExercisesService {
  private readonly starts = new Turns();

  constructor(
    private readonly log: ExerciseLog,
    private readonly packs: ScenarioPacks,
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly links: LinksService,
  ) {}

  /** @throws ProblemError 404 when there is no such exercise, 403 when it is none of this person's */
  async access(id: string, person: Person): Promise<Access> {
    const state = await this.log.state(id);
    const supervises = may(person.role, 'exercises:supervise');
    const viewer = viewerOf(state, { account: person.account, supervises });
    if (!viewer) throw notYours('This exercise is not yours.');
    return { state, viewer };
  }

  /** @throws ProblemError 403 for those who may not steer the exercise: its owner and supervisors may */
  async steering(id: string, person: Person): Promise<Access> {
    const access = await this.access(id, person);
    if (!access.viewer.staff && access.state.owner !== person.account) {
      throw notYours('Only who leads this exercise may do that.');
    }
    return access;
  }

  /** @throws ProblemError 403 for those who do not teach with this exercise: who plays it on their own does not */
  async staff(id: string, person: Person): Promise<Access> {
    const access = await this.access(id, person);
    if (!access.viewer.staff) throw notYours('Only the staff of this exercise may do that.');
    return access;
  }

  /** @throws ProblemError unless the person is in the team, or (with `orStaff`) leads the exercise */
  async team(id: string, team: string, person: Person, orStaff: boolean): Promise<Access> {
    const access = await this.access(id, person);
    const { state, viewer } = access;
    const may = viewer.teams.includes(team) || (orStaff && viewer.staff);
    // Someone else's team and one that is not there look the same to those who may see neither.
    if (!may) throw notYours(`Team ${team} is not yours.`);
    if (!teamOf(state, team)) throw notThere('team-unknown', `There is no team ${team} in this exercise.`);
    return access;
  }

  /** Carries a command out. @throws ProblemError with the refusal's type, when it is refused */
  async order(id: string, person: Person, command: Command): Promise<Extract<Outcome, { ok: true }>> {
    const outcome = await this.log.execute(id, { ...command, actor: person.account });
    if (!outcome.ok) throw refused(outcome.refusal);
    return outcome;
  }

  /**
   * Starts an exercise. One at a time for each person, or many starts at once would all find room.
   * @throws ProblemError 409 when a learner has as many running as they may
   */
  start(id: string, person: Person, prelaunch: boolean): Promise<unknown> {
    return this.starts.take(person.account, async () => {
      const { state } = await this.steering(id, person);
      const bounded = state.mode === 'solo' && !may(person.role, 'exercises:teach');
      if (bounded && (await this.running(person)) >= mostRunning) {
        const detail = `You have ${mostRunning} exercises running: finish one of them first.`;
        throw new ProblemError(409, 'too-many-running', detail);
      }
      return this.order(id, person, { type: 'start', prelaunch, lifetime: this.config.rangeLifetime });
    });
  }

  /** How many solo exercises of this person's own run. */
  private running({ account }: Person): Promise<number> {
    return this.db
      .getRepository(ExerciseRow)
      .countBy({ owner: account, mode: 'solo', phase: In(['running', 'paused']) });
  }

  /** Brings an exercise into being and returns its id. */
  async create(person: Person, wanted: z.infer<typeof newExercise>): Promise<string> {
    if (wanted.mode === 'class' && !may(person.role, 'exercises:teach')) {
      throw notYours('Only an instructor opens a class; start the scenario on your own instead.');
    }
    if (wanted.mode === 'solo') soloTeams(wanted.teams ?? [], person);
    const pack = await this.pack(wanted.scenario, person);
    const teams = await Promise.all(
      (wanted.teams ?? []).map(async ({ id, name, bracket, members }) => ({
        id,
        name,
        bracket,
        members: await Promise.all(members.map((username) => this.account(username))),
      })),
    );
    if (wanted.mode === 'solo') {
      if (teams.length === 0) teams.push({ id: undefined, name: undefined, bracket: undefined, members: [] });
      if (teams[0]!.members.length === 0) teams[0]!.members.push(person.account);
    }
    const { scenario, digest } = pack;
    await this.links.demandAnywhere(scenario);
    const id = newId(10);
    const outcome = await this.log.create(id, {
      type: 'create',
      actor: person.account,
      mode: wanted.mode,
      scenario: { id: scenario.id, version: scenario.version, digest },
      seed: wanted.seed ?? newSecret().slice(0, 16),
      teams,
    });
    if (!outcome.ok) throw refused(outcome.refusal);
    return id;
  }

  /**
   * A scenario of the catalogue, or, for authors, a draft by its digest.
   * @throws ProblemError when there is none, it is not theirs to try, or the installation does not permit it
   */
  async pack(reference: string, person: Person) {
    const isDraft = reference.startsWith('sha256:');
    if (isDraft && !may(person.role, 'scenarios:write')) throw notYours('Only an author tries drafts.');
    const found = isDraft ? await this.packs.pick(reference) : await this.packs.find(reference);
    if (!found) throw notThere('scenario-unknown', `There is no scenario ${reference} in the catalogue.`);
    const refusal = this.packs.refusal(found);
    if (refusal !== undefined) {
      const detail = `This installation's policy does not permit the scenario:\n${refusal}`;
      throw new ProblemError(422, 'scenario-refused', detail);
    }
    demandRunnable(found.scenario);
    return found;
  }

  private async account(username: string): Promise<string> {
    const found = await findByUsername(this.db, username);
    if (!found) throw new ProblemError(400, 'member-unknown', `There is no one called ${username} here.`);
    return found.account;
  }
}

/**
 * Checked before any name is looked up: whoever may name only themselves learns nothing of who has an account.
 * @throws ProblemError when a solo exercise cannot have these teams
 */
function soloTeams(teams: { members: string[] }[], person: Person): void {
  if (teams.length > 1) throw new ProblemError(400, 'team-invalid', 'A solo exercise has one team.');
  const others = teams
    .flatMap(({ members }) => members)
    .some((name) => knownUsername(name) !== person.username);
  if (others && !may(person.role, 'exercises:teach')) {
    throw notYours('A solo exercise is your own: its only member is you.');
  }
}

export const refused = ({ type, detail, retryAfter }: Refusal): ProblemError =>
  new ProblemError(refusalStatus[type], type, detail, undefined, retryAfter);
