import { setTimeout as sleep } from 'node:timers/promises';
import { openSocket, type Reader } from '../../support/stream.js';

/** Someone who will press Start. */
export interface Presser {
  token: string;
  team: string;
}

export interface ClassAtStart {
  url: string;
  exercise: string;
  pressers: readonly Presser[];
  /** Token of who leads the class and looks on. */
  leader: string;
}

/** Wall time of each request, ms. */
export interface StartTimes {
  /** `POST …/range/start` */
  start: number[];
  /** `GET /exercises/:id` by learners, as their consoles ask: before, and after what the stream tells them. */
  view: number[];
  /** The same by who leads the class, every two seconds. */
  leaderView: number[];
  /** Places in the queue that the stream told. */
  places: number;
}

/** A console gathers what the stream tells for this long before it asks again, for a class this large, ms. */
const consoleGathers = 2_000;

/**
 * A class presses Start, evenly spread over a time, each with the console open: a stream, and the exercise's view asked
 * for anew after each event of their own.
 * @param withinMs wall time in which all have pressed
 */
export async function pressStart(group: ClassAtStart, withinMs: number): Promise<StartTimes> {
  const times: StartTimes = { start: [], view: [], leaderView: [], places: 0 };
  const readers: Reader[] = [];
  const views: Promise<unknown>[] = [];
  const path = `${group.url}/api/v1/exercises/${group.exercise}`;
  const timed = async (into: number[], method: string, at: string, token: string) => {
    const begun = performance.now();
    const answer = await fetch(at, { method, headers: { authorization: `Bearer ${token}` } });
    const text = await answer.text();
    into.push(performance.now() - begun);
    if (!answer.ok) throw new Error(`${method} ${at}: ${answer.status} ${text}`);
  };
  const press = async ({ token, team }: Presser, at: number) => {
    await sleep(at);
    await timed(times.view, 'GET', path, token);
    const stream = `${group.url}/stream?exercise=${group.exercise}&after=0`;
    const reader = openSocket(stream, { headers: { authorization: `Bearer ${token}` } });
    readers.push(reader);
    await reader.opened;
    let due = false;
    reader.socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { seq?: number; type: string };
      if (message.type === 'queue') times.places++;
      if (message.seq === undefined || due) return;
      due = true;
      const look = async () => {
        await sleep(consoleGathers);
        due = false;
        await timed(times.view, 'GET', path, token);
      };
      views.push(look());
    });
    await timed(times.start, 'POST', `${path}/teams/${team}/range/start`, token);
  };
  let over = false;
  const lead = async () => {
    while (!over) {
      await timed(times.leaderView, 'GET', path, group.leader);
      await sleep(consoleGathers);
    }
  };
  const leading = lead();
  const step = withinMs / group.pressers.length;
  await Promise.all(group.pressers.map((presser, index) => press(presser, index * step)));
  await sleep(2 * consoleGathers);
  over = true;
  await Promise.all([leading, ...views]);
  await Promise.all(readers.map((reader) => reader.close()));
  return times;
}
