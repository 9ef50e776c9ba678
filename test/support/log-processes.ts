import { evolve, initialState, type ExerciseEvent, type Order } from '#exercise';
import { ExerciseLog, ScenarioPacks, openDatabase } from '#persistence';
import type { DataSource } from 'typeorm';
import { expect } from 'vitest';
import { freshDatabase } from './database.js';
import { smallScenarioFiles } from './scenario.js';

/** A process's way to the logs: a pool and a log of its own, and the seqs it was told of after each commit. */
export interface LogProcess {
  db: DataSource;
  packs: ScenarioPacks;
  log: ExerciseLog;
  heard: number[][];
}

/** Two processes on one database that holds the small scenario. */
export interface TwoProcesses {
  /** The database's. */
  url: string;
  one: LogProcess;
  other: LogProcess;
  /** The order that creates a class with team t1, whose member is `ann`. */
  creation: Extract<Order, { type: 'create' }>;
  /** Such a class, created and started by the first process: four events. */
  running(id: string): Promise<string>;
  wholeLog(id: string): Promise<ExerciseEvent[]>;
  /** Expects that a log has no hole, ends where its row says, and that both processes make the same of it. */
  expectSound(id: string): Promise<ExerciseEvent[]>;
  close(): Promise<void>;
}

export const answer = (task: string, text: string): Order => ({
  type: 'submit-answer',
  actor: 'ann',
  team: 't1',
  task,
  answer: text,
});
export const hint: Order = { type: 'reveal-hint', actor: 'ann', team: 't1', task: 'greet', hint: 'first' };

export async function twoProcesses(): Promise<TwoProcesses> {
  const database = await freshDatabase();
  const open = async (): Promise<LogProcess> => {
    const db = await openDatabase(database.url, 5);
    const packs = new ScenarioPacks(db);
    const heard: number[][] = [];
    const log = new ExerciseLog(db, packs, (_, events) => heard.push(events.map(({ seq }) => seq)));
    return { db, packs, log, heard };
  };
  const [one, other] = [await open(), await open()];
  const { digest } = await one.packs.add(smallScenarioFiles());
  const creation: TwoProcesses['creation'] = {
    type: 'create',
    actor: 'owner',
    mode: 'class',
    scenario: { id: 'small', version: '1.0.0', digest },
    seed: 's',
    teams: [{ id: 't1', members: ['ann'] }],
  };
  const wholeLog = (id: string) => one.log.read(id, 0, 10_000);
  return {
    url: database.url,
    one,
    other,
    creation,
    wholeLog,
    async running(id) {
      await one.log.create(id, creation);
      await one.log.execute(id, { type: 'start', actor: 'owner', prelaunch: false });
      return id;
    },
    async expectSound(id) {
      const log = await wholeLog(id);
      expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1));
      const rows = await one.db.query<{ head: number }[]>('SELECT head FROM exercises WHERE id = $1', [id]);
      expect(rows).toEqual([{ head: log.length }]);
      const folded = log.reduce(evolve, initialState(id));
      expect(await one.log.state(id)).toEqual(folded);
      expect(await other.log.state(id)).toEqual(folded);
      return log;
    },
    async close() {
      await one.db.destroy();
      await other.db.destroy();
      await database.drop();
    },
  };
}
