import { eventTypes, type ExerciseEvent, type NewEvent, type Setting } from '#exercise';
import { scenarioSchema } from '#scenario';
import type { Fact, FactType, Payloads, ServiceState } from '../facts.js';

const task = (id: string, points: number, more: object) => ({
  id,
  title: { en: id, vi: `${id} (vi)` },
  description: { en: id },
  points,
  ...more,
});

/** Rules of a scenario with these tasks and services; each team's flag is its own. */
export function rulesWith(tasks: object[], services: object = {}): Setting {
  const scenario = scenarioSchema.parse({
    apiVersion: 'vocr/v1',
    id: 'sample',
    version: '1.0.0',
    title: { en: 'Sample' },
    summary: { en: 'Sample' },
    authors: ['VOCR'],
    license: 'Apache-2.0',
    difficulty: 'easy',
    duration: '30m',
    languages: ['en'],
    networks: {},
    nodes: {},
    tasks,
    services,
  });
  return { scenario, values: (team) => ({ flag: `VOCR{${team}}` }) };
}

const port = { node: 'web', tcp: { port: 80 } };
/** A task by answer (`right`) that is worth 100, with further keys. */
export const answerTask = (id: string, more: object = {}) =>
  task(id, 100, { answer: { value: 'right' }, ...more });
/** A task by check that is worth 100, of probes with these shares. */
export const checkTask = (id: string, shares: number[] = [], more: object = {}) =>
  task(id, 100, { check: shares.length ? shares.map((points) => ({ ...port, points })) : [port], ...more });
/** A task that is graded by two criteria, 60 and 40. */
export const manualTask = (id: string, more: object = {}) =>
  task(id, 100, {
    manual: { rubric: [criterion('form', 60), criterion('sense', 40)] },
    ...more,
  });
const criterion = (id: string, points: number) => ({ id, title: { en: id }, points });
/** A task that is solved by a command that is seen. */
export const observeTask = (id: string) =>
  task(id, 100, { observe: { actions: [{ node: 'web', command: { matches: 'id' } }] } });

/** Rules of three tasks: by answer (50), by a team's own answer (30), by check (100). */
export const rules = (changes: { easy?: string; points?: number } = {}): Setting =>
  rulesWith([
    task('easy', changes.points ?? 50, { answer: { value: changes.easy ?? 'right' } }),
    task('own', 30, { answer: { value: '{{ flag }}' } }),
    task('mend', 100, { check: [port] }),
  ]);

/** A fact that the ledger reads. */
export function fact<T extends FactType>(type: T, payload: Payloads[T], team?: string): NewEvent {
  return { type, payload, ...(team === undefined ? {} : { team }) } as unknown as NewEvent;
}

/** A fact at an exercise time, in milliseconds. */
export const at = (clock: number, event: NewEvent): NewEvent => ({ ...event, clock }) as unknown as NewEvent;

/** Facts as a log holds them, a second apart, from 1,000 on; exercise time stands still but for `at`. */
export function logOf(...events: NewEvent[]): ExerciseEvent[] {
  let clock = 0;
  return events.map((event, index) => {
    clock = (event as unknown as { clock?: number }).clock ?? clock;
    const seq = index + 1;
    const v = Object.hasOwn(eventTypes, event.type) ? eventTypes[event.type].v : 1;
    return { ...event, exercise: 'e', seq, at: seq * 1_000, clock, v, actor: 'a' } as ExerciseEvent;
  });
}

export const joined = (team: string): NewEvent => fact('team.joined', {}, team);
export const joinedIn = (bracket: string, team: string): NewEvent => fact('team.joined', { bracket }, team);
export const answered = (team: string, about: string, answer: string, correct = false): NewEvent => ({
  type: 'answer.submitted',
  team,
  payload: { task: about, answer, correct },
});
export const right = (team: string, about: string): NewEvent => answered(team, about, 'right', true);
export const hinted = (team: string, about: string, cost: number, hint = 'h'): NewEvent => ({
  type: 'hint.revealed',
  team,
  payload: { task: about, hint, cost },
});
/** A check, with the outcomes of its probes: p, f or u each. */
export const checked = (
  team: string,
  verdict: 'passed' | 'failed' | 'unknown',
  outcomes = '',
  about = 'mend',
  held?: { ticks: number; of: number },
): NewEvent =>
  ({
    type: `check.${verdict}`,
    team,
    payload: {
      task: about,
      request: 'q',
      results: [...outcomes].map((letter) => ({
        title: { en: 'probe' },
        outcome: letter === 'p' ? 'passed' : letter === 'f' ? 'failed' : 'unknown',
        detail: '',
      })),
      ...(held ? { held } : {}),
    },
  }) as NewEvent;
export const ticked = (team: string, tick: number, services: Record<string, ServiceState>): NewEvent =>
  fact('tick.scored', { tick, services }, team);
export const scheduled = (payload: Fact<'exercise.scheduled'>['payload']): NewEvent =>
  fact('exercise.scheduled', payload);
export const finished: NewEvent = { type: 'exercise.finished', payload: {} };
