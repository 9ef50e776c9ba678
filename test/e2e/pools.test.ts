import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { openTerminal } from '../support/terminal.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();

interface PoolView {
  id: string;
  state: string;
  ready: number;
  preparing: number;
  claimed: number;
}

const nodes = ['near', 'far'];
/** Is greeted by the other node. */
const greeting = "bash -c 'cat </dev/tcp/far/7000'";
const flag = /VOCR\{[0-9a-f]+\}/;

/** Whatever in a node looks like a flag: in its files, and in its first process's environment and arguments. */
async function flagsIn(range: string, node: string): Promise<string[]> {
  const pid = await product().firstProcess(range, node);
  const script = `{ grep -rohaE --exclude-dir=proc --exclude-dir=sys --exclude-dir=dev 'VOCR[{][0-9a-f]+[}]' /proc/${pid}/root/;
    cat /proc/${pid}/environ /proc/${pid}/cmdline | grep -oaE 'VOCR[{][0-9a-f]+[}]'; } 2>/dev/null | sort -u`;
  return execFileSync('sh', ['-c', script]).toString().split('\n').filter(Boolean);
}

describe('a pool', () => {
  let teacher: Player;
  let pool: string;
  let warm: string[];
  const players: Player[] = [];
  const flags: string[] = [];
  const look = () => teacher.api.get<PoolView>(`/pools/${pool}`);
  const filled = (size: number) => {
    let view: PoolView | undefined;
    return until(
      () => `${size} are ready; the pool is ${JSON.stringify(view)}`,
      async () => {
        view = await look();
        return view.ready === size && view.preparing === 0 ? view : undefined;
      },
    );
  };
  const rangesOf = async () =>
    (await teacher.api.get<{ items: { type: string; range?: string }[] }>(`/pools/${pool}/events?limit=1000`))
      .items;

  it('builds its ranges without anyone', async () => {
    teacher = await Player.of(product(), 'co-ha', 'instructor');
    const made = await teacher.api.post<PoolView>('/pools', { scenario: 'two-boxes', size: 2 });
    pool = made.id;
    expect(await filled(2)).toMatchObject({ state: 'open', claimed: 0 });
    warm = (await rangesOf()).flatMap(({ type, range }) => (type === 'warm.ready' ? [range!] : []));
    expect(warm).toHaveLength(2);
  });

  it('has no value of anyone in them, and holds the nodes that wait for one', async () => {
    for (const range of warm) {
      for (const node of nodes) expect(await flagsIn(range, node)).toEqual([]);
      const [near, far] = await Promise.all(nodes.map((node) => product().firstProcess(range, node)));
      expect(execFileSync('ls', [`/proc/${near}/root/.vocr/run`]).toString()).toContain('released');
      expect(execFileSync('ls', [`/proc/${far}/root/.vocr/run`]).toString()).not.toContain('released');
      expect(execFileSync('ls', [`/proc/${far}/root/srv`]).toString()).toBe('greet.pl\n');
    }
  });

  it.each([0, 1])('gives one to a learner, whose own value is in it and opens their task (%i)', async (n) => {
    const learner = await Player.of(product(), `hoc-vien-${n}`);
    players.push(learner);
    const stream = await learner.launch('two-boxes');
    const types = stream.types().filter((type) => /^(range|node)\./.test(type));
    expect(types.slice(0, 5)).toEqual([
      'range.requested',
      'range.placed',
      'range.preparing',
      'range.starting',
      'node.ready',
    ]);
    expect(stream.events.find(({ type }) => type === 'node.ready')!.payload).toEqual({ node: 'near' });
    const { id } = await learner.range();
    expect(warm).toContain(id);
    const said = await learner.run('near', greeting);
    flags.push(flag.exec(said)![0]);
    expect(await flagsIn(id, 'far')).toEqual([flags[n]]);
    expect(await learner.answer('greet', flags[n]!)).toMatchObject({ correct: true, points: 10 });
    stream.close();
  });

  it('gave each a value and a range of their own', async () => {
    expect(new Set(flags).size).toBe(2);
    const [one, other] = await Promise.all(players.map(async (p) => (await p.range()).id));
    expect(one).not.toBe(other);
  });

  it('is filled again', async () => {
    expect(await filled(2)).toMatchObject({ claimed: 2 });
  });

  it('has its terminal open while the others are still being let go', async () => {
    const learner = await Player.of(product(), 'hoc-vien-2');
    players.push(learner);
    await learner.create('two-boxes');
    await learner.start();
    const place = { exercise: learner.exercise, team: learner.team, node: 'near' };
    const terminal = openTerminal(product().url, learner, place);
    terminal.type('echo $((40+2)) at $(hostname)\r');
    await terminal.shows(/42 at near/);
    terminal.close();
  });

  it('knows nothing of what a learner makes of their range: it is reset, and gone with its exercise', async () => {
    const [learner] = players as [Player];
    const before = (await learner.range()).id;
    const stream = learner.follow();
    await learner.order('reset');
    const { seq } = await stream.event('range.resetting');
    await stream.event('range.ready', { after: seq });
    expect((await learner.range()).id).toBe(before);
    expect(await learner.run('near', greeting)).toContain(flags[0]);
    stream.close();
    for (const player of players) await player.leave();
    await filled(2);
    expect(await product().made('ranges')).toHaveLength(2 * 3);
  });

  it('takes a node up again that ended while it waited', async () => {
    const events = await rangesOf();
    const left = events.flatMap(({ type, range }) => (type === 'warm.ready' ? [range!] : [])).at(-1)!;
    process.kill(await product().firstProcess(left, 'far'), 'SIGKILL');
    await until('it was looked after', async () =>
      (await rangesOf())
        .slice(events.length)
        .some(({ type, range }) => type === 'warm.ready' && range === left),
    );
  });

  it('leaves nothing when it is closed', async () => {
    const closed = await fetch(`${product().url}/api/v1/pools/${pool}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${teacher.token}` },
    });
    expect(closed.status).toBe(200);
    await until('all is down', async () => (await product().made('ranges')).length === 0);
    await until('the pool is gone', async () => {
      const { items } = await teacher.api.get<{ items: unknown[] }>('/pools');
      return items.length === 0;
    });
  });
});
