import { project, type NewEvent, type Viewer } from '#exercise';
import { WakeUp } from '#messaging';
import { ExerciseLog, ScenarioPacks } from '#persistence';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appendBare } from '../support/bare-log.js';
import { startApplication, type Someone, type TestApplication } from '../support/application.js';
import { openSocket, type Reader } from '../support/stream.js';

/** Teams of one learner each, and how many pages each has open; the staff have as many. */
const [teams, pages] = [20, 12];

let at: TestApplication;
let teacher: Someone;
let learners: Someone[];
let id: string;

beforeAll(async () => {
  process.env.VOCR_ANSWERS_PER_MINUTE = '1000';
  at = await startApplication();
  teacher = await at.someone('teacher', 'instructor');
  learners = [];
  for (let n = 0; n < teams; n += 1) learners.push(await at.someone(`learner${n}`));
  const made = await teacher.post('/api/v1/exercises', {
    scenario: 'small',
    mode: 'class',
    teams: learners.map(({ username }, n) => ({ id: `t${n}`, members: [username] })),
  });
  id = made.body.id as string;
  await teacher.post(`/api/v1/exercises/${id}/start`);
});
afterAll(() => at.close());

interface Looking {
  viewer: Viewer;
  after: number;
  reader: Reader;
}

const look = (who: Someone, after: number): Reader =>
  openSocket(`${at.url}/stream?exercise=${id}&after=${after}`, {
    headers: { authorization: `Bearer ${who.token}` },
  });
const head = async (): Promise<number> => (await teacher.get(`/api/v1/exercises/${id}`)).body.seq as number;

/** What each is to get: what `project` lets through of what comes after where they began. */
async function expectEachTheirs(all: readonly Looking[]): Promise<void> {
  const log = await at.app.get(ExerciseLog).read(id, 0, 100_000);
  for (const { viewer, after, reader } of all) {
    const theirs = log.slice(after).flatMap((event) => project(event, viewer) ?? []);
    await expect.poll(() => reader.messages.length, { timeout: 20_000 }).toBe(theirs.length);
    expect(reader.messages).toEqual(theirs);
  }
}

describe('hundreds who look at one exercise', () => {
  it('get each exactly what they may see, whoever appends it and wherever they begin', async () => {
    const end = await head();
    const all: Looking[] = [];
    for (let page = 0; page < pages; page += 1) {
      const after = page % 2 ? end : page;
      all.push({ viewer: { staff: true, teams: [] }, after, reader: look(teacher, after) });
      for (const [n, learner] of learners.entries()) {
        const viewer = { staff: false, teams: [`t${n}`] };
        all.push({ viewer, after, reader: look(learner, after) });
      }
    }
    // As a worker does, with a log of its own.
    const wakeUp = at.app.get(WakeUp);
    const other = new ExerciseLog(at.db, at.app.get(ScenarioPacks), (exercise, _events, state) =>
      wakeUp.announce(exercise, state.seq),
    );
    const doings = learners.flatMap((learner, n) => [
      learner.post(`/api/v1/exercises/${id}/teams/t${n}/tasks/greet/answers`, { answer: `no ${n}` }),
      other.execute(id, { type: 'set-speed', speed: 1 + n, actor: 'system' }),
      learner.post(`/api/v1/exercises/${id}/teams/t${n}/tasks/greet/hints/first`),
    ]);
    // Some come while things happen.
    for (const learner of learners.slice(0, 5)) {
      const n = learners.indexOf(learner);
      all.push({ viewer: { staff: false, teams: [`t${n}`] }, after: 3, reader: look(learner, 3) });
    }
    await Promise.all(doings);
    expect(await head()).toBeGreaterThanOrEqual(end + 3 * teams - 1);
    await expectEachTheirs(all);
    await Promise.all(all.map(({ reader }) => reader.close()));
  });

  it('are not held up by one who does not fetch, who then misses nothing', async () => {
    const end = await head();
    const viewer = { staff: true, teams: [] };
    const [slow, quick] = [look(teacher, end), look(teacher, end)];
    await Promise.all([slow.opened, quick.opened]);
    slow.socket.pause();
    const long = 'x'.repeat(4_000);
    const events = Array.from({ length: 6_000 }, (_, n): NewEvent => {
      const payload = { task: 'greet', answer: `${n} ${long}`, correct: false };
      return { type: 'answer.submitted', team: `t${n % teams}`, payload };
    });
    await appendBare(at.db, id, events);
    at.app.get(WakeUp).announce(id, end + events.length);
    await expect.poll(() => quick.messages.length, { timeout: 30_000 }).toBe(events.length);
    expect(slow.messages.length).toBeLessThan(events.length);
    slow.socket.resume();
    await expectEachTheirs([
      { viewer, after: end, reader: slow },
      { viewer, after: end, reader: quick },
    ]);
    await Promise.all([slow.close(), quick.close()]);
  });
});
