import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { labelKeys } from '#range';
import type { Supervised } from '../../apps/cli/processes/children.js';
import { Api } from '../../apps/cli/scenario/api.js';
import type { Follower } from '../support/follower.js';
import { Player } from '../support/player.js';
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.js';
import { startSecondWorker } from '../support/second-worker.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

/** What the staff see of a learner's range. */
interface Seen {
  id: string;
  state: string;
  host: string;
  reason?: string;
}

const product = useProduct({
  env: { VOCR_HOST_LOST: '15s', VOCR_SWEEP_GRACE: '1s', VOCR_ADDRESS_POOL: '10.212.0.0/16' },
});
const players = 4;

describe('two hosts', () => {
  const learners: Player[] = [];
  const streams: Follower[] = [];
  let own: PrivateEngine;
  let worker: Supervised;
  let staff: Api;

  const rangeOf = async (learner: Player): Promise<Seen> => {
    const { ranges } = await staff.get<{ ranges: Seen[] }>(`/exercises/${learner.exercise}`);
    return ranges[0]!;
  };
  const on = async (host: string): Promise<Player[]> => {
    const at = await Promise.all(learners.map(rangeOf));
    return learners.filter((_, n) => at[n]!.host === host);
  };
  const secondIsReady = async () => {
    const client = new pg.Client({ connectionString: product().databaseUrl });
    await client.connect();
    try {
      const { rowCount } = await client.query(
        `SELECT 1 FROM hosts WHERE name = 'second' AND seen_at > now() - interval '3 seconds'
           AND (status->'isolation'->>'ok')::boolean AND status->>'preparing' IS NULL`,
      );
      return rowCount === 1;
    } finally {
      await client.end();
    }
  };
  /** Names of what belongs to ranges on the second engine. */
  const onSecondEngine = async () =>
    [
      ...(await own.engine.containers.list([labelKeys.range])),
      ...(await own.engine.networks.list([labelKeys.range])),
    ]
      .map(({ name }) => name)
      .sort();

  beforeAll(async () => {
    own = await startPrivateEngine({ name: 'second' });
    staff = new Api(product().url, await product().token({ user: 'admin', role: 'admin' }));
    worker = startSecondWorker(product(), 'second', own);
    for (let n = 0; n < players; n++) learners.push(await Player.of(product(), `guest${n}`));
    await until('the second host is ready', secondIsReady, 60_000);
  });
  afterAll(async () => {
    for (const stream of streams) stream.close();
    await worker?.stop();
    await own?.stop();
  });

  it('share what is launched at once', async () => {
    streams.push(...(await Promise.all(learners.map((learner) => learner.launch('two-boxes')))));
    const [here, there] = [await on('local'), await on('second')];
    expect(here.length + there.length).toBe(players);
    expect(Math.min(here.length, there.length)).toBeGreaterThan(0);
    const names = await Promise.all(
      there.map(async (learner) => {
        const { id } = await rangeOf(learner);
        return ['far', 'lan', 'near'].map((name) => `vocr-${id}-${name}`);
      }),
    );
    expect(await onSecondEngine()).toEqual(names.flat().sort());
  });

  it('have terminals, each with the same addresses', async () => {
    for (const learner of learners) {
      expect(await learner.run('near', 'hostname -I')).toMatch(/^192\.168\.56\.10\s*$/);
      expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
    }
  });

  it('lose the ranges of the one that goes away, with the reason, and have them again on the other', async () => {
    const [kept, lost] = [await on('local'), await on('second')];
    await worker.stop();
    await own.powerOff();
    for (const learner of lost) {
      const failed = await streams[learners.indexOf(learner)]!.event('range.failed', { limitMs: 60_000 });
      expect(failed.payload['reason']).toMatch(/host of this range.* 15 s/);
      await learner.order('start');
      await streams[learners.indexOf(learner)]!.event('range.ready', { after: failed.seq });
      expect(await rangeOf(learner)).toMatchObject({ state: 'ready', host: 'local' });
      expect(await learner.run('near', "bash -c 'cat </dev/tcp/far/7000'")).toMatch(/VOCR\{/);
    }
    for (const learner of kept) {
      expect(streams[learners.indexOf(learner)]!.types()).not.toContain('range.failed');
      expect((await rangeOf(learner)).state).toBe('ready');
    }
  });

  it('keep nothing of what was lost once the one is back, and share again', async () => {
    await own.restart();
    expect(await onSecondEngine()).not.toEqual([]);
    worker = startSecondWorker(product(), 'second', own);
    await until(
      'nothing of the lost ranges is left',
      async () => (await onSecondEngine()).length === 0,
      90_000,
    );
    for (const learner of learners) expect((await rangeOf(learner)).state).toBe('ready');

    await until('the second host is ready', secondIsReady, 60_000);
    const guest = await Player.of(product(), 'latecomer');
    learners.push(guest);
    streams.push(await guest.launch('two-boxes'));
    expect((await rangeOf(guest)).host).toBe('second');
    expect(await guest.run('near', 'hostname -I')).toMatch(/^192\.168\.56\.10\s*$/);
  });

  it('are left empty by all who leave', async () => {
    for (const learner of learners) await learner.leave();
    expect(await onSecondEngine()).toEqual([]);
    expect(await product().made('ranges')).toEqual([]);
  });
});
