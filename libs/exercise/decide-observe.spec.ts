import { scenarioSchema } from '#scenario';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Order } from './commands.js';
import { decide } from './decide.js';
import { readEvent, eventTypes, type ExerciseEvent, type NewEvent } from './events.js';
import { evolve, initialState } from './evolve.js';
import type { Observation } from './observe/observation.js';
import { quietUntil } from './observe/quiet.js';
import type { ExerciseState } from './state.js';
import { been, epoch, exercise, range, rangeUntil, running, scenario as sample } from './testing/given.js';

const command = (matches: string) => ({ node: 'web', command: { matches } });
const scenario = scenarioSchema.parse({
  ...sample,
  variables: { flag: { type: 'flag' } },
  tasks: [
    { id: 'first', points: 10, answer: { value: 'x' } },
    {
      id: 'look',
      points: 20,
      observe: { actions: [command('^nmap'), command('^curl')], never: [command('^rm')] },
    },
    { id: 'then', points: 20, requires: ['first'], observe: { actions: [command('^id')] } },
    { id: 'calm', points: 5, observe: { never: [command('^reboot')], within: '10m' } },
  ].map((task) => ({ ...task, title: { en: task.id }, description: { en: task.id } })),
});
const setting = { scenario, values: () => ({ flag: 'VOCR{mine}' }) };

/** A log that runs on a wall clock of its own. */
class Log {
  state: ExerciseState = initialState(exercise);
  events: ExerciseEvent[] = [];

  constructor(...given: NewEvent[]) {
    this.append(given, epoch);
  }

  /** Gives an order so many seconds after the exercise began; what comes of it is logged. */
  order(seconds: number, command: Command): NewEvent[] {
    const at = epoch + seconds * 1_000;
    const decision = decide(this.state, { ...command, actor: 'worker:h1', at } as Order, setting);
    if (!decision.ok) throw new Error(decision.refusal.type);
    return this.append(decision.events, at);
  }

  type(
    seconds: number,
    line: string,
    more: Partial<Observation> & { range?: string; generation?: number } = {},
  ) {
    const { range: id = range, generation = 1, ...rest } = more;
    const seen = { kind: 'command', node: 'web', at: epoch + seconds * 1_000, line, ...rest } as Observation;
    const told = this.order(seconds, { type: 'report-observation', team: 't1', range: id, generation, seen });
    return told.map(({ type, payload }) => ({ type, ...payload }) as Record<string, unknown>);
  }

  private append(news: NewEvent[], at: number): NewEvent[] {
    for (const event of news) {
      const seq = this.state.seq + 1;
      const { running: isRunning, base, since, speed } = this.state.clock;
      const clock = isRunning ? base + (at - since) * speed : base;
      const stored = { ...event, exercise, seq, at, clock, v: eventTypes[event.type].v, actor: 'a' };
      this.events.push(readEvent(stored));
      this.state = evolve(this.state, this.events.at(-1)!);
    }
    return news;
  }
}
const ready = [...running, ...rangeUntil.ready];
const types = (told: Record<string, unknown>[]) =>
  told.map(({ type, task }) => `${String(type)} ${String(task)}`);

describe('what a team is seen to do', () => {
  it('is logged with its source, its strength and its time, and solves the task when it is all', () => {
    const log = new Log(...ready);
    expect(log.type(5, 'nmap -p- web')).toEqual([
      {
        type: 'action.observed',
        task: 'look',
        action: 0,
        node: 'web',
        kind: 'command',
        source: 'shell',
        strength: 'forgeable',
        detail: 'nmap -p- web',
        seenAt: 5_000,
      },
    ]);
    expect(types(log.type(6, 'curl web'))).toEqual(['action.observed look', 'task.solved look']);
  });

  it('is logged once, and not at all where it counts for nothing', () => {
    const log = new Log(...ready);
    log.type(1, 'nmap a');
    expect(log.type(2, 'nmap b')).toEqual([]);
    expect(log.type(3, 'ls')).toEqual([]);
    log.type(4, 'curl a');
    expect(log.type(5, 'nmap a')).toEqual([]);
  });

  it('starts the task anew by what must not be seen', () => {
    const log = new Log(...ready);
    log.type(1, 'nmap a');
    expect(log.type(2, 'rm x')).toMatchObject([{ type: 'action.observed', never: true, action: 0 }]);
    expect(types(log.type(3, 'curl a'))).toEqual(['action.observed look']);
    expect(types(log.type(4, 'nmap a'))).toEqual(['action.observed look', 'task.solved look']);
  });

  it('counts from when its task is open', () => {
    const log = new Log(...ready);
    expect(log.type(1, 'id')).toEqual([]);
    log.order(5, { type: 'submit-answer', team: 't1', task: 'first', answer: 'x' });
    expect(log.type(6, 'id', { at: epoch + 4_000 })).toEqual([]);
    expect(types(log.type(7, 'id'))).toEqual(['action.observed then', 'task.solved then']);
  });

  it('says nothing of another range, or of one that was reset since', () => {
    const log = new Log(...ready);
    expect(log.type(1, 'nmap a', { range: 'other' })).toEqual([]);
    expect(log.type(1, 'nmap a', { generation: 2 })).toEqual([]);
  });

  it('tells no secret', () => {
    expect(new Log(...ready).type(1, 'nmap VOCR{mine}')[0]!['detail']).toBe('nmap {{ flag }}');
  });

  it('is not seen before it happens, whatever the worker’s clock says', () => {
    expect(new Log(...ready).type(1, 'nmap', { at: epoch + 9_999_999 })[0]!['seenAt']).toBe(1_000);
  });

  it.each([
    ['exercise-paused', [...ready, { type: 'exercise.paused', payload: {} } as NewEvent]],
    ['exercise-over', [...ready, been.finished]],
  ])('is refused: %s', (type, events) => {
    const log = new Log(...events);
    expect(() => log.type(1, 'nmap a')).toThrow(type);
  });

  it('counts in a pause when it was done before', () => {
    const log = new Log(...ready);
    log.order(5, { type: 'pause' });
    expect(log.type(7, 'nmap a', { at: epoch + 4_000 })).toMatchObject([{ seenAt: 5_000 }]);
    expect(() => log.type(7, 'curl a', { at: epoch + 6_000 })).toThrow('exercise-paused');
  });

  it('comes too late after the deadline', () => {
    const log = new Log(...ready, { type: 'exercise.scheduled', payload: { deadline: 1_000 } });
    expect(log.type(1, 'nmap a')).toHaveLength(1);
    expect(log.type(2, 'curl a')).toEqual([]);
  });

  it('is forgotten where the scenario is another one', () => {
    const log = new Log(...ready);
    log.type(1, 'nmap a');
    const other = { id: 'sample', version: '1.0.1', digest: 'e' };
    log.order(2, { type: 'replace-scenario', from: 'd', scenario: other, topology: false, nodes: [] });
    expect(types(log.type(3, 'curl a'))).toEqual(['action.observed look']);
  });

  it('is all in the log: a fold from its start is where the worker left off', () => {
    const log = new Log(...ready);
    log.type(1, 'nmap a');
    expect(log.events.reduce(evolve, initialState(exercise))).toEqual(log.state);
  });
});

describe('a task that only names what must not be seen', () => {
  const calm = scenario.tasks.find(({ id }) => id === 'calm')!;
  const settle = (log: Log, seconds: number) =>
    log.order(seconds, { type: 'settle-observed', team: 't1', task: 'calm' });
  const solved = [{ type: 'task.solved', team: 't1', payload: { task: 'calm' } }];

  it('is solved by its time', () => {
    const log = new Log(...ready);
    expect(settle(log, 599)).toEqual([]);
    expect(settle(log, 600)).toEqual(solved);
    expect(() => settle(log, 601)).toThrow('task-already-solved');
  });

  it('has its time run anew from what must not be seen', () => {
    const log = new Log(...ready);
    expect(log.type(100, 'reboot')).toHaveLength(1);
    expect(settle(log, 699)).toEqual([]);
    expect(settle(log, 700)).toEqual(solved);
  });

  it('has no time while its range is not there, and a new one afterwards', () => {
    const log = new Log(...running);
    expect(quietUntil(log.state, 't1', calm)).toBeUndefined();
    const stopped = new Log(...ready);
    stopped.order(100, { type: 'suspend-range', team: 't1' });
    expect(settle(stopped, 700)).toEqual([]);
    stopped.order(700, { type: 'resume-range', team: 't1' });
    expect(settle(stopped, 1_299)).toEqual([]);
    expect(settle(stopped, 1_300)).toEqual(solved);
  });

  it('waits while the exercise is paused', () => {
    const log = new Log(...ready);
    log.order(100, { type: 'pause' });
    expect(() => settle(log, 700)).toThrow('exercise-paused');
    log.order(700, { type: 'resume' });
    expect(settle(log, 1_199)).toEqual([]);
    expect(settle(log, 1_200)).toEqual(solved);
  });

  it('is the only kind that time solves', () => {
    const log = new Log(...ready);
    expect(() => log.order(900, { type: 'settle-observed', team: 't1', task: 'look' })).toThrow(
      'task-not-checkable',
    );
  });
});

describe('whatever is seen, in whatever order', () => {
  const anything = fc.array(
    fc.oneof(
      fc.constantFrom('nmap', 'curl', 'rm', 'id', 'reboot', 'ls').map((line) => ({ line })),
      fc.constantFrom('first', 'look', 'calm').map((task) => ({ task })),
    ),
    { maxLength: 30 },
  );

  it('solves no task twice, and none before what it requires; the log alone says how far a team is', () => {
    fc.assert(
      fc.property(anything, (doings) => {
        const log = new Log(...ready);
        for (const [index, doing] of doings.entries()) {
          const seconds = (index + 1) * 60;
          if ('line' in doing) log.type(seconds, doing.line);
          else if (doing.task === 'first') attempt(log, seconds, { type: 'submit-answer', answer: 'x' });
          else attempt(log, seconds, { type: 'settle-observed', task: doing.task });
        }
        const solved = log.events.flatMap(({ type, payload }) =>
          type === 'task.solved' ? [payload.task] : [],
        );
        expect(solved).toEqual([...new Set(solved)]);
        if (solved.includes('then')) expect(solved.indexOf('first')).toBeLessThan(solved.indexOf('then'));
        expect(log.events.reduce(evolve, initialState(exercise))).toEqual(log.state);
      }),
    );
  });

  /** What is refused, such as a task that is solved already, changes nothing. */
  function attempt(log: Log, seconds: number, order: object): void {
    try {
      log.order(seconds, { team: 't1', task: 'first', ...order } as Command);
    } catch (error) {
      expect((error as Error).message).toMatch(/^task-/);
    }
  }
});
