import { ExerciseLog, openDatabase, RangeRow, ScenarioPacks } from '#persistence';
import type { Say } from '../reporting/steps.js';

/** What people read of a range whose machines are taken away because VOCR goes down. */
const reason = 'VOCR is being stopped; the range is built anew at its next start.';

/**
 * Says in the logs that a host's ready ranges are not: their machines go with VOCR, and the exercises stay. To be called
 * when neither orchestrator nor worker runs any more.
 * @returns how many it said that of
 */
export async function noteRangesDown(databaseUrl: string, host: string, say: Say): Promise<number> {
  const db = await openDatabase(databaseUrl, 2);
  try {
    const log = new ExerciseLog(db, new ScenarioPacks(db));
    const ready = await db.getRepository(RangeRow).findBy({ host, status: 'ready' });
    for (const { id, exercise } of ready) {
      const range = (await log.state(exercise)).ranges[id];
      if (!range) continue;
      const report = { is: 'degraded', reason } as const;
      const { generation } = range;
      await log.execute(exercise, { type: 'report-range', actor: 'system', range: id, generation, report });
    }
    if (ready.length > 0) say(`${ready.length} will be built anew at the next start`);
    return ready.length;
  } finally {
    await db.destroy();
  }
}
