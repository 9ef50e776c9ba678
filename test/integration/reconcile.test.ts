import { WakeUp } from '#messaging';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultPolicy } from '#scenario';
import type { Host } from '../../apps/worker/host.js';
import type { Images } from '#range';
import { Reconciler } from '../../apps/worker/reconcile.js';
import { twoProcesses, type TwoProcesses } from '../support/log-processes.js';

let at: TwoProcesses;
let wakeUp: WakeUp;
let reconciler: Reconciler;
/** How often the images of a launch were asked for: they are never there. */
let builds: number;

beforeAll(async () => {
  at = await twoProcesses();
  // Nobody announces what the other process appends, as if every wake-up were lost.
  wakeUp = new WakeUp(at.url, (error) => expect.unreachable(error.message));
});
afterAll(async () => {
  await wakeUp.close();
  await at.close();
});
beforeEach(() => {
  builds = 0;
  const { log, packs, db } = at.one;
  const nothing = { list: async () => [] };
  const host = {
    engine: { containers: nothing, networks: nothing },
    helper: async () => ({ installation: 'test' }),
  } as unknown as Host;
  const images = {
    ensure: () => {
      builds++;
      return new Promise(() => undefined);
    },
  } as unknown as Images;
  reconciler = new Reconciler(
    host,
    images,
    log,
    packs,
    db,
    wakeUp,
    { actor: 'worker:test', pool: '10.128.0.0/9', policy: defaultPolicy, installation: 'test' },
    (_, text) => expect.unreachable(text),
  );
});

const onlyTry = { last: true };

/** A class of one team whose range waits for its worker. */
async function queued(id: string): Promise<{ exercise: string; range: string }> {
  const exercise = await at.running(id);
  const { log } = at.other;
  await log.execute(exercise, { type: 'start-range', actor: 'ann', team: 't1' });
  const [range] = Object.keys((await log.state(exercise)).ranges) as [string];
  await log.execute(exercise, { type: 'place-range', actor: 'system', range, host: 'test' });
  return { exercise, range };
}
const status = async ({ exercise, range }: { exercise: string; range: string }) =>
  (await at.other.log.state(exercise)).ranges[range]!.status;

/** What is told of a build and its begin may come in either order. */
async function underWay(place: { exercise: string; range: string }): Promise<void> {
  await expect.poll(() => builds).toBe(1);
  await expect.poll(() => status(place)).toBe('preparing');
}

describe('while the images of a range are built', () => {
  it('a stop takes it down, though the build goes on and the wake-up is lost', async () => {
    const place = await queued('stopped');
    const job = reconciler.run(place, onlyTry);
    await underWay(place);
    await at.other.log.execute(place.exercise, { type: 'stop-range', actor: 'ann', team: 't1' });
    await job;
    expect(await status(place)).toBe('gone');
  });

  it('a second job of it takes no place', async () => {
    const place = await queued('twice');
    const job = reconciler.run(place, onlyTry);
    await underWay(place);
    await reconciler.run(place, onlyTry);
    expect(await status(place)).toBe('preparing');
    await at.other.log.execute(place.exercise, { type: 'finish', actor: 'owner' });
    await job;
    expect(await status(place)).toBe('gone');
  });

  it('the end of the worker leaves it to whoever takes it up', async () => {
    const place = await queued('ended');
    const job = reconciler.run(place, onlyTry);
    await underWay(place);
    reconciler.stop();
    await expect(job).rejects.toThrow('the worker ends');
    expect(await status(place)).toBe('preparing');
  });
});
