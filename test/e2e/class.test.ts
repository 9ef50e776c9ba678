import { beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { closeCodeOf } from '../support/follower.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';

const product = useProduct();

describe('a class', () => {
  let teacher: Player;
  let an: Player, binh: Player, outsider: Player;

  beforeAll(async () => {
    teacher = await Player.of(product(), 'teacher', 'instructor');
    an = await Player.of(product(), 'an');
    binh = await Player.of(product(), 'binh');
    outsider = await Player.of(product(), 'outsider');
  });

  it('is opened by an instructor, not by a learner', async () => {
    const wanted = { scenario: 'two-boxes', mode: 'class' };
    await expect(an.api.post('/exercises', wanted)).rejects.toMatchObject({ status: 403 });
    const { id } = await teacher.api.post<{ id: string }>('/exercises', wanted);
    teacher.exercise = id;
    await an.join(id);
    await expect(an.order('start')).rejects.toMatchObject({
      status: 409,
      type: expect.stringMatching(/not-running/),
    });
    const { state, ranges } = await teacher.start();
    expect({ state, ranges }).toEqual({ state: 'running', ranges: [] });
  });

  it('is joined, and each starts a range of their own with the same addresses', async () => {
    await binh.join(teacher.exercise);
    for (const learner of [an, binh]) {
      const stream = learner.follow();
      await learner.order('start');
      await stream.event('range.ready');
      stream.close();
    }
    expect(an.team).not.toBe(binh.team);
    for (const learner of [an, binh]) {
      expect(await learner.run('near', 'hostname -I')).toMatch(/^192\.168\.56\.10\s*$/);
      expect(await learner.run('far', 'hostname -I')).toMatch(/^192\.168\.56\.20\s*$/);
    }
    expect(await product().made('ranges')).toHaveLength(6);
  });

  it('gives each their own secrets, at the same address', async () => {
    const greet = (learner: Player) => learner.run('near', "bash -c 'cat </dev/tcp/192.168.56.20/7000'");
    const [ofAn, ofBinh] = [(await greet(an)).trim(), (await greet(binh)).trim()];
    expect(ofAn).not.toBe(ofBinh);
    expect(await an.answer('greet', ofBinh)).toMatchObject({ correct: false });
    expect(await an.answer('greet', ofAn)).toMatchObject({ correct: true, points: 10 });
  });

  it('keeps each from what is the other’s', async () => {
    const own = await an.view();
    expect(own.ranges.map(({ teams }) => teams)).toEqual([[an.team]]);
    expect(own.teams.find(({ id }) => id === binh.team)).not.toHaveProperty('tasks');

    const others = (rest: string) => `/exercises/${teacher.exercise}/teams/${binh.team}/${rest}`;
    for (const path of ['range/stop', 'range/reset', 'tasks/greet/answers', 'tasks/greet/check']) {
      const body = path.endsWith('answers') ? { answer: 'x' } : undefined;
      await expect(an.api.post(others(path), body), path).rejects.toMatchObject({ status: 403 });
      await expect(outsider.api.post(others(path), body), path).rejects.toMatchObject({ status: 403 });
    }
    await expect(an.finish()).rejects.toMatchObject({ status: 403 });
    await expect(outsider.api.get(`/exercises/${teacher.exercise}`)).rejects.toMatchObject({ status: 403 });

    const at = new URLSearchParams({ exercise: teacher.exercise, team: binh.team, node: 'near' }).toString();
    expect(await closeCodeOf(product().url, an.token, `/terminal?${at}`)).toBe(4403);
    expect(await closeCodeOf(product().url, outsider.token, `/terminal?${at}`)).toBe(4403);
    expect(await closeCodeOf(product().url, outsider.token, `/stream?exercise=${teacher.exercise}`)).toBe(
      4403,
    );
    expect((await binh.range()).state).toBe('ready');
  });

  it('shows each their own events alone, and the instructor all', async () => {
    const [all, mine] = [teacher.follow(), an.follow()];
    const { seq } = await teacher.view();
    await until('the instructor has all', () => all.events.at(-1)?.seq === seq);
    expect(all.events.map((event) => event.seq)).toEqual(
      Array.from({ length: seq }, (_, index) => index + 1),
    );
    const meant = all.events.filter(({ team }) => team === undefined || team === an.team);
    await until('the learner has theirs', () => mine.events.at(-1)?.seq === meant.at(-1)?.seq);
    expect(mine.events.map((event) => event.seq)).toEqual(meant.map((event) => event.seq));
    expect(JSON.stringify(mine.events)).not.toContain('host');
    expect(JSON.stringify(mine.events)).not.toContain((await teacher.view()).ranges[1]!.id);
    all.close();
    mine.close();
  });

  it('goes down as a whole', async () => {
    const all = teacher.follow();
    await teacher.finish();
    await until(
      'both ranges are gone',
      () => all.types().filter((type) => type === 'range.gone').length === 2,
    );
    all.close();
    expect(await product().made('ranges')).toEqual([]);
    await expect(binh.order('start')).rejects.toMatchObject({ status: 409 });
    expect((await teacher.view()).state).toBe('finished');
  });
});
