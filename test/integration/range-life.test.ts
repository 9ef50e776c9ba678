import { WakeUp } from '#messaging';
import type { Order, RangeReport } from '#exercise';
import { findFolder } from '#persistence';
import { Images, findNode } from '#range';
import { defaultPolicy } from '#scenario';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../apps/worker/host.js';
import { Reconciler } from '../../apps/worker/reconcile.js';
import { twoProcesses, type TwoProcesses } from '../support/log-processes.js';
import { smallScenarioFiles } from '../support/scenario.js';
import { pool, testInstallation } from './range-fixture.js';

const sleeps = 'command: [sh, -c, "echo last words; exec /.vocr/busybox sleep 100000"]';
const nodes = `nodes:
  web:
    image: debian:bookworm-slim
    ${sleeps}
    networks: { lan: { address: 192.168.56.20 } }
  box:
    ${sleeps}
`;

let at: TwoProcesses;
let t: Awaited<ReturnType<typeof testInstallation>>;
let wakeUp: WakeUp;
let reconciler: Reconciler;
let range: string;
let made = 0;
const exercise = () => `life${made}`;

beforeAll(async () => {
  [at, t] = await Promise.all([twoProcesses(), testInstallation('life')]);
  wakeUp = new WakeUp(at.url, (error) => expect.unreachable(error.message));
  const host = { engine: t.engine, helper: async () => t.helper, alarm: () => undefined } as unknown as Host;
  reconciler = new Reconciler(
    host,
    new Images(t.engine, { platform: (name) => findFolder(`docker/${name}`), network: true }),
    at.one.log,
    at.one.packs,
    at.one.db,
    wakeUp,
    { actor: 'worker:test', pool, installation: t.installation, policy: defaultPolicy },
    () => undefined,
  );
});
afterAll(async () => {
  await wakeUp.close();
  await at.close();
  await t.remove();
});

const order = async (command: Order) => {
  const outcome = await at.other.log.execute(exercise(), command);
  expect(outcome).toMatchObject({ ok: true });
};
const wish = (type: 'suspend-range' | 'resume-range' | 'reset-range' | 'stop-range') =>
  order({ type, actor: 'ann', team: 't1' });
const resetNode = (node: string) => order({ type: 'reset-node', actor: 'ann', team: 't1', node });
const report = (word: RangeReport) =>
  order({ type: 'report-range', actor: 'worker:test', range, generation: 1, report: word });
const settle = () => reconciler.run({ exercise: exercise(), range }, { last: true });
const now = async () => (await at.other.log.state(exercise())).ranges[range]!;
const types = async (after = 0) =>
  (await at.other.log.read(exercise(), after, 1_000)).map(({ type, payload }) =>
    'node' in payload ? `${type} ${payload.node}` : type,
  );
const look = async (node: string) =>
  (await findNode(t.engine, { installation: t.installation, range, node }))!;
const states = async () =>
  Promise.all(
    ['box', 'web'].map(async (node) => {
      const found = await findNode(t.engine, { installation: t.installation, range, node });
      return found?.paused ? 'paused' : found?.running ? 'running' : found ? 'ended' : 'gone';
    }),
  );
const seq = async () => (await at.other.log.state(exercise())).seq;

/** A range of two nodes that is ready. */
async function launch(): Promise<void> {
  made += 1;
  const files = smallScenarioFiles();
  const yaml = Buffer.from(files.get('scenario.yaml')!).toString();
  files.set('scenario.yaml', Buffer.from(yaml.replace('nodes:\n  box:\n', nodes)));
  const { digest } = await at.one.packs.add(files);
  const scenario = { id: 'small', version: '1.0.0', digest };
  await at.one.log.create(exercise(), { ...at.creation, scenario });
  await order({ type: 'start', actor: 'owner', prelaunch: true });
  [range] = Object.keys((await at.other.log.state(exercise())).ranges) as [string];
  await order({ type: 'place-range', actor: 'system', range, host: 'test' });
  await settle();
  expect(await now()).toMatchObject({ status: 'ready', nodes: { box: 'ready', web: 'ready' } });
}

describe('a range that is suspended', () => {
  beforeAll(launch);

  it('is frozen, stays so whatever else is looked at, and goes on with the same processes', async () => {
    const before = [await look('box'), await look('web')].map(({ pid }) => pid);
    await t.inside(range, 'box', 'echo mine >/root/kept');
    await wish('suspend-range');
    await settle();
    expect(await states()).toEqual(['paused', 'paused']);
    const told = await seq();
    await settle();
    expect(await states()).toEqual(['paused', 'paused']);
    expect(await seq()).toBe(told);

    await wish('resume-range');
    await settle();
    expect(await states()).toEqual(['running', 'running']);
    expect([await look('box'), await look('web')].map(({ pid }) => pid)).toEqual(before);
    expect(await t.inside(range, 'box', 'cat /root/kept')).toBe('mine');
    expect(await types(told)).toEqual(['range.resumed']);
  });

  it('is frozen again when something let a node of it go on', async () => {
    await wish('suspend-range');
    await settle();
    await t.engine.containers.unpause((await look('web')).container);
    await settle();
    expect(await states()).toEqual(['paused', 'paused']);
    await wish('resume-range');
    await settle();
  });

  it('is built anew only when it is resumed, when its machines are lost', async () => {
    await wish('suspend-range');
    await settle();
    await t.engine.containers.remove((await look('box')).container);
    await settle();
    expect(await states()).toEqual(['gone', 'paused']);
    const told = await seq();
    await wish('resume-range');
    await settle();
    expect(await states()).toEqual(['running', 'running']);
    expect(await types(told)).toEqual(['range.resumed', 'range.degraded', 'node.ready box', 'range.ready']);
    expect(await now()).toMatchObject({ status: 'ready', nodes: { box: 'ready', web: 'ready' } });
  });

  it('is reset or stopped as any other', async () => {
    await wish('suspend-range');
    await settle();
    await wish('reset-range');
    await settle();
    expect(await states()).toEqual(['running', 'running']);
    expect(await now()).toMatchObject({ status: 'ready', generation: 2 });
    await wish('suspend-range');
    await settle();
    await wish('stop-range');
    await settle();
    expect(await states()).toEqual(['gone', 'gone']);
    expect((await now()).status).toBe('gone');
  });
});

describe('a node that is reset', () => {
  beforeAll(launch);

  it('is built anew alone, while the others go on', async () => {
    await t.inside(range, 'box', 'echo mine >/root/kept');
    await t.inside(range, 'web', 'echo mine >/root/kept');
    const [box, web] = [await look('box'), await look('web')];
    const told = await seq();
    await resetNode('box');
    expect((await now()).nodes).toEqual({ box: 'starting', web: 'ready' });
    await settle();
    expect(await types(told)).toEqual(['node.reset box', 'node.ready box', 'range.ready']);
    expect((await look('box')).container).not.toBe(box.container);
    expect(await look('web')).toEqual(web);
    expect(await t.inside(range, 'box', 'cat /root/kept 2>/dev/null || echo lost')).toBe('lost');
    expect(await t.inside(range, 'web', 'cat /root/kept')).toBe('mine');
    const done = await seq();
    await settle();
    expect(await seq()).toBe(done);
  });

  it('twice while it is at work ends as the second wants it', async () => {
    await resetNode('box');
    const job = settle();
    await resetNode('box');
    await resetNode('web');
    await job;
    await settle();
    expect(await now()).toMatchObject({ status: 'ready', resets: { box: 3, web: 1 } });
    expect(await states()).toEqual(['running', 'running']);
  });
});

describe('a node that ends again and again', () => {
  beforeAll(launch);
  const end = async () => process.kill((await look('web')).pid, 'SIGKILL');
  const ended = () => expect.poll(async () => (await look('web')).running).toBe(false);

  it('is mended at once the first time, and later each time after a longer wait', async () => {
    await end();
    await ended();
    expect(await settle()).toBeUndefined();
    expect((await now()).status).toBe('ready');
    await end();
    await ended();
    const wait = await settle();
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(2_000);
    expect(await now()).toMatchObject({
      status: 'degraded',
      reason: 'being repaired: web',
      nodes: { web: 'starting', box: 'ready' },
    });
    await new Promise((resolve) => setTimeout(resolve, wait));
    expect(await settle()).toBeUndefined();
    expect((await now()).status).toBe('ready');
  });

  it('is given up with its last words after five repairs, until someone starts it anew', async () => {
    for (let repair = (await now()).repairs.length; repair < 5; repair++) {
      await report({ is: 'degraded', reason: 'r' });
      await report({ is: 'ready' });
    }
    await end();
    await ended();
    expect(await settle()).toBeUndefined();
    const { status, reason } = await now();
    expect(status).toBe('failed');
    expect(reason).toMatch(/node web broke again after 5 repairs .*code 137.*last words/s);
    expect(await states()).toEqual(['gone', 'gone']);
    await wish('reset-range');
    expect(await now()).toMatchObject({ status: 'requested', repairs: [] });
  });
});
