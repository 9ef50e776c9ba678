import { Inject, Injectable } from '@nestjs/common';
import type { Person } from '#auth';
import type { Config } from '#config';
import {
  decide,
  handInFault,
  handInsOf,
  settingAt,
  taskOf,
  teamOf,
  type ExerciseEvent,
  type ExerciseState,
  type HandIn,
  type Order,
} from '#exercise';
import { ExerciseLog, HandedFiles, type HandedPlace } from '#persistence';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { textHandIn, type submission } from '../contract/manual.js';
import { ExercisesService, refused } from '../exercises/exercises.service.js';
import { ProblemError } from '../http/problem.js';
import { CONFIG } from '../platform/tokens.js';
import { FileStore, NoRoom } from './file-store.js';
import { dropAll, mostBytes, receiveHandIn, type ReceivedHandIn } from './receive-hand-in.js';

type Submission = z.infer<typeof submission>;
type Of<T extends ExerciseEvent['type']> = Extract<ExerciseEvent, { type: T }>;

/** Takes in what teams hand in, and shows it with its grades. */
@Injectable()
export class HandInsService {
  /** Teams of which a hand-in is on its way, so that one team cannot fill the disk by many at once. */
  private readonly coming = new Set<string>();

  constructor(
    private readonly exercises: ExercisesService,
    private readonly log: ExerciseLog,
    private readonly store: FileStore,
    private readonly handed: HandedFiles,
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Takes a hand-in from a request's body.
   * @returns the newest hand-in of the team for the task: this one, or the same as came before
   * @throws ProblemError when it is refused; then nothing of it is kept
   */
  async take(request: FastifyRequest, place: HandedPlace, person: Person): Promise<Submission> {
    const key = `${place.exercise} ${place.team}`;
    if (this.coming.has(key)) {
      const detail = 'Another hand-in of your team is on its way: wait until it is there.';
      throw new ProblemError(409, 'hand-in-at-work', detail);
    }
    this.coming.add(key);
    try {
      return await this.takeOne(request, place, person);
    } catch (error) {
      // What is still on its way is read and thrown away, so that the sender hears why.
      request.raw.resume();
      if (error instanceof NoRoom || (error as NodeJS.ErrnoException).code === 'ENOSPC') {
        throw new ProblemError(507, 'disk-full', (error as Error).message);
      }
      throw error;
    } finally {
      this.coming.delete(key);
    }
  }

  private async takeOne(request: FastifyRequest, place: HandedPlace, person: Person): Promise<Submission> {
    const { exercise, team, task: id } = place;
    const [state, pinned] = [await this.log.state(exercise), await this.log.setting(exercise)];
    const setting = settingAt(state, pinned);
    const fault = handInFault(state, { team, task: id, at: Date.now() }, setting);
    if (fault && !fault.ok) throw refused(fault.refusal);
    const bounds = setting.scenario.tasks.find((task) => task.id === id)?.manual?.files;
    if (/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      return this.handIn(place, person, { text: textOf(request.body), files: [] });
    }
    const most = mostBytes(bounds);
    const announced = Number(request.headers['content-length'] ?? most);
    if (announced > most) {
      const megabytes = (n: number) => `${(n / 2 ** 20).toFixed(1)} MB`;
      const detail = `This is ${megabytes(announced)} together; the task takes at most ${megabytes(most)}.`;
      throw new ProblemError(413, 'too-large', detail);
    }
    return this.store.withRoom(announced, async () =>
      this.handIn(place, person, await receiveHandIn(request.raw, bounds, this.store)),
    );
  }

  private async handIn(place: HandedPlace, person: Person, received: ReceivedHandIn): Promise<Submission> {
    const { exercise, team, task } = place;
    const order = {
      type: 'hand-in',
      team,
      task,
      text: received.text,
      files: received.files.map(({ file }) => file),
      quota: this.config.teamFiles,
    } as const satisfies Partial<Order>;
    // Asked before the contents are kept: of what is refused, or was handed in already, none is kept anew.
    const state = await this.log.state(exercise);
    const setting = await this.log.setting(exercise);
    const foreseen = decide(state, { ...order, actor: person.account, at: Date.now() }, setting);
    if (!foreseen.ok || foreseen.events.length === 0) {
      await dropAll(received, this.store);
      if (!foreseen.ok) throw refused(foreseen.refusal);
      return this.newest(place, state);
    }
    for (const one of received.files) await this.store.keep(one.received);
    return this.newest(place, (await this.exercises.order(exercise, person, order)).state);
  }

  private async newest(place: HandedPlace, state: ExerciseState): Promise<Submission> {
    const handIns = handInsOf(taskOf(teamOf(state, place.team)!, place.task));
    return (await this.submissions(place, handIns.slice(-1)))[0]!;
  }

  /** What a team handed in for a task, with its grades, the newest last. */
  async submissions(place: HandedPlace, handIns: readonly HandIn[]): Promise<Submission[]> {
    const erased = await this.handed.erased(place);
    const seqs = handIns.flatMap(({ seq, grades }) => [seq, ...grades]);
    const events = new Map((await this.log.readAt(place.exercise, seqs)).map((event) => [event.seq, event]));
    const names = await this.names([...events.values()].map(({ actor }) => actor));
    return handIns.map(({ seq, grades }) => {
      const { at, clock, actor, payload } = events.get(seq) as Of<'file.handed-in'>;
      return {
        seq,
        at,
        clock,
        by: names.get(actor) ?? actor,
        ...(payload.text === undefined ? {} : { text: payload.text }),
        files: payload.files.map((file) => (erased.has(file.sha256) ? { ...file, erased: true } : file)),
        grades: grades.map((grade) => gradeOf(events.get(grade) as Of<'grade.given'>)),
      };
    });
  }

  private async names(accounts: string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ id: string; name: string }[]>(
      'SELECT id, display_name AS name FROM accounts WHERE id = ANY($1)',
      [accounts],
    );
    return new Map(rows.map(({ id, name }) => [id, name]));
  }
}

const gradeOf = ({ seq, at, payload: { scores, comment } }: Of<'grade.given'>) => ({
  seq,
  at,
  scores,
  ...(comment === undefined ? {} : { comment }),
});

/** @throws ProblemError when the body is not a text alone */
function textOf(body: unknown): string {
  const parsed = textHandIn.safeParse(body);
  if (parsed.success) return parsed.data.text;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const said = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new ProblemError(400, 'request-invalid', said, errors);
}
