import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Follower, SeenEvent } from '../support/follower.js';
import { Player } from '../support/player.js';
import { openTerminal, type OpenTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();
const limitMs = 30_000;
let learner: Player;
let stream: Follower;
let desk: OpenTerminal;

const seen = (task: string) =>
  stream.events.filter(({ type, payload }) => type === 'action.observed' && payload['task'] === task);
/** Waits until so much was seen of a task. */
const sees = (task: string, count: number): Promise<SeenEvent> =>
  until(`${count} actions of ${task} are seen`, () => seen(task)[count - 1], limitMs);
const solves = (task: string): Promise<SeenEvent> =>
  until(
    `${task} is solved`,
    () => stream.events.find(({ type, payload }) => type === 'task.solved' && payload['task'] === task),
    limitMs,
  );
const isSolved = (task: string) =>
  stream.events.some(({ type, payload }) => type === 'task.solved' && payload['task'] === task);

/** Types a line as a person does, and waits until the shell is done with it. */
let typed = 0;
async function type(line: string): Promise<void> {
  const mark = `done-${++typed}`;
  desk.type(`${line}\n`);
  desk.type(`echo do''ne-${typed}\n`);
  await desk.shows(new RegExp(`^${mark}\\r?$`, 'm'), limitMs);
}
const terminalOf = (node: string) =>
  openTerminal(
    product().url,
    { token: learner.token },
    { exercise: learner.exercise, team: learner.team, node },
  );

beforeAll(async () => {
  learner = await Player.of(product(), 'an');
  stream = await learner.launch('looked-at');
  desk = terminalOf('desk');
});
afterAll(async () => {
  desk?.close();
  stream?.close();
  await learner?.leave();
});

describe('a command that is typed', () => {
  it('solves its task when it ends well, and is told with its strength', async () => {
    await type('cat /etc/passwd /none >/dev/null');
    await type('grep -c root /etc/passwd');
    expect(isSolved('read')).toBe(false);
    await type(' cat /etc/passwd >/dev/null');
    await solves('read');
    expect(seen('read').map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        node: 'desk',
        kind: 'command',
        source: 'shell',
        strength: 'forgeable',
        detail: 'cat /etc/passwd >/dev/null (exit 0)',
      }),
    ]);
  });

  it('leaves no trace on the screen', () => expect(desk.seen()).not.toContain(']633;'));

  it('earns the points of its task, with the evidence in the ledger', async () => {
    const query = new URLSearchParams({ team: learner.team }).toString();
    const { items } = await learner.api.get<{
      items: { task?: string; points: number; words: { en: string } }[];
    }>(`/exercises/${learner.exercise}/ledger?${query}`);
    const entry = items.find(({ task }) => task === 'read');
    expect(entry).toMatchObject({ points: 10 });
    expect(entry!.words.en).toMatch(/seen by shell, which the trainee could forge: command @ desk: cat/);
  });
});

describe('a connection', () => {
  it('is seen from outside, whatever opens it', async () => {
    await type('exec 3<>/dev/tcp/shop/80 && exec 3>&-');
    await solves('knock');
    expect(seen('knock').map(({ payload }) => payload)).toEqual([
      expect.objectContaining({
        kind: 'connection',
        source: 'capture',
        strength: 'strong',
        detail: 'tcp shop:80',
      }),
    ]);
  });
});

describe('actions in order', () => {
  it('count from the first, and begin anew by what must not be seen', async () => {
    await type('echo planned');
    await type('echo nothing >/root/plan');
    await sees('plan', 1);
    await learner.run('shop', 'echo x >/srv/shelf');
    const anew = await sees('plan', 2);
    expect(anew.payload).toMatchObject({ never: true, node: 'shop', kind: 'file', source: 'files' });
    await type('rm /root/plan');
    await type('sleep 2; echo nothing >/root/plan');
    await sees('plan', 3);
    await type('echo planned');
    await sees('plan', 4);
    expect(isSolved('plan')).toBe(false);
  });

  it('go on after the worker has died by kill -9', async () => {
    const closed = desk.closed;
    process.kill(await product().program('worker'), 'SIGKILL');
    await closed;
    desk = terminalOf('desk');
    await type('/.vocr/busybox nc -w 3 shop 80 </dev/null');
    await solves('plan');
    const told = seen('plan').map(
      ({ payload }) => `${payload['kind'] as string} ${payload['action'] as number}`,
    );
    expect(told).toEqual(['file 0', 'file 0', 'file 0', 'command 1', 'connection 2']);
  });
});

describe('a task that only names what must not be seen', () => {
  it('is solved by its time', async () => {
    await solves('calm');
    expect(await learner.score()).toBe(75);
  });
});
