import { eventTypes, type ExerciseEvent, type NewEvent, type Setting } from '#exercise';
import { scenarioSchema } from '#scenario';

const task = (id: string, points: number, more: object) => ({
  id,
  title: { en: id },
  description: { en: id },
  points,
  ...more,
});

/** Rules of three tasks: by answer (50), by a team's own answer (30), by check (100). */
export function rules(changes: { easy?: string; points?: number } = {}): Setting {
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
    tasks: [
      task('easy', changes.points ?? 50, { answer: { value: changes.easy ?? 'right' } }),
      task('own', 30, { answer: { value: '{{ flag }}' } }),
      task('mend', 100, { check: [{ node: 'web', tcp: { port: 80 } }] }),
    ],
  });
  return { scenario, values: (team) => ({ flag: `VOCR{${team}}` }) };
}

/** Facts as a log holds them, a second apart, from 1,000 on. */
export const logOf = (...events: NewEvent[]): ExerciseEvent[] =>
  events.map(
    (event, index) =>
      ({
        ...event,
        exercise: 'e',
        seq: index + 1,
        at: (index + 1) * 1_000,
        clock: 0,
        v: eventTypes[event.type].v,
        actor: 'a',
      }) as ExerciseEvent,
  );

export const joined = (team: string): NewEvent => ({ type: 'team.joined', team, payload: {} });
export const answered = (team: string, about: string, answer: string, correct: boolean): NewEvent => ({
  type: 'answer.submitted',
  team,
  payload: { task: about, answer, correct },
});
export const hinted = (team: string, about: string, cost: number): NewEvent => ({
  type: 'hint.revealed',
  team,
  payload: { task: about, hint: 'h', cost },
});
export const checked = (team: string, verdict: 'passed' | 'failed' | 'unknown'): NewEvent => ({
  type: `check.${verdict}`,
  team,
  payload: { task: 'mend', request: 'q', results: [] },
});
