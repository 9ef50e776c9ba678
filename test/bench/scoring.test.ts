import type { ExerciseEvent, NewEvent, Setting } from '#exercise';
import { scenarioSchema } from '#scenario';
import { emptyLedger, foldLedger, scoreboard, type Ledger } from '#scoring';
import { expect, it } from 'vitest';
import { spread } from './measure.js';
import { keep } from './report.js';
import { benchLimit, rounds } from './setting.js';

const teams = 15_000;
const events = 1_000_000;
const tasks = 40;
/** Events that the orchestrator reads at once. */
const pageSize = 5_000;

/** Half of the tasks fall: of them half soon reach their minimum, and half fall with every solve. All have bonuses for the first. */
const scenario = scenarioSchema.parse({
  apiVersion: 'vocr/v1',
  id: 'bench',
  version: '1.0.0',
  title: { en: 'Bench' },
  summary: { en: 'Bench' },
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '8h',
  languages: ['en'],
  networks: {},
  nodes: {},
  tasks: Array.from({ length: tasks }, (_, index) => ({
    id: `task-${index}`,
    title: { en: `Task ${index}` },
    description: { en: 'Find the flag' },
    points: index % 4 === 2 ? 10_000 : 500,
    answer: { value: index % 4 === 0 ? '{{ flag }}' : `VOCR{${index}}` },
    firstBlood: [30, 20, 10],
    ...(index % 4 === 0 ? { decay: { function: 'logarithmic', minimum: 100, solves: 200 } } : {}),
    ...(index % 4 === 2 ? { decay: { function: 'linear', minimum: 0, solves: 10_000 } } : {}),
  })),
});
const flags = new Map<string, Record<string, string>>();
const rules: Setting = {
  scenario,
  values: (team) => {
    let known = flags.get(team);
    if (!known) flags.set(team, (known = { flag: `VOCR{own-${team}}` }));
    return known;
  },
};

/** Numbers that are the same in every run. */
function numbers(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * A contest's log: three wrong answers for a right one, some hints, and what else a log holds. In pages, written down as the
 * database has them: a log that lay in memory as a whole would be looked through by each collection of garbage.
 */
function contest(): string[] {
  const below = numbers(7);
  const pages: string[] = [];
  let seq = 0;
  let page: ExerciseEvent[] = [];
  const append = (event: NewEvent) => {
    seq += 1;
    const at = 1_800_000_000_000 + seq * 20;
    page.push({ ...event, exercise: 'bench', seq, at, clock: seq * 20, v: 1, actor: 'a' } as ExerciseEvent);
    if (page.length < pageSize && seq < events) return;
    pages.push(JSON.stringify(page));
    page = [];
  };
  for (let index = 0; index < teams; index++) append({ type: 'team.joined', team: `t${index}`, payload: {} });
  while (seq < events) {
    const team = `t${below(teams)}`;
    const index = below(tasks);
    const task = `task-${index}`;
    const kind = below(20);
    if (kind === 0)
      append({ type: 'hint.revealed', team, payload: { task, hint: `h${below(3)}`, cost: 10 } });
    else if (kind < 4) append({ type: 'terminal.opened', team, payload: { node: 'box', session: 's' } });
    else append(answer(team, index, kind < 8));
  }
  return pages;
}

function answer(team: string, index: number, correct: boolean): NewEvent {
  const right = index % 4 === 0 ? `VOCR{own-${team}}` : `VOCR{${index}}`;
  const payload = { task: `task-${index}`, answer: correct ? right : 'VOCR{no}', correct };
  return { type: 'answer.submitted', team, payload };
}

/** Folds a log to the board. @returns the ledger, and how long folding took, reading left aside, in milliseconds */
function fold(log: readonly string[]): { ledger: Ledger; ms: number } {
  const ledger = emptyLedger();
  let ms = 0;
  const timed = (work: () => void) => {
    const begun = performance.now();
    work();
    ms += performance.now() - begun;
  };
  for (const written of log) {
    const page = JSON.parse(written) as ExerciseEvent[];
    timed(() => {
      for (const event of page) foldLedger(ledger, event, rules);
    });
  }
  timed(() => scoreboard(ledger, rules));
  return { ledger, ms };
}

it(`scoring: ${events} events of ${teams} teams`, { timeout: benchLimit }, async () => {
  const log = contest();
  const folds: number[] = [];
  let ledger = emptyLedger();
  for (let round = 0; round < rounds(5); round++) {
    const folded = fold(log);
    ledger = folded.ledger;
    folds.push(folded.ms);
  }
  const changes: number[] = [];
  const below = numbers(11);
  for (let change = 0; change < 200; change++) {
    const seq = ledger.seq + 1;
    const team = `t${below(teams)}`;
    const event = {
      ...answer(team, (change % 10) * 4 + 2, true),
      ...{ exercise: 'bench', seq, at: 1_900_000_000_000 + seq, clock: seq * 20, v: 1, actor: 'a' },
    } as ExerciseEvent;
    const begun = performance.now();
    foldLedger(ledger, event, rules);
    const board = scoreboard(ledger, rules);
    changes.push(performance.now() - begun);
    expect(board).toHaveLength(teams);
  }
  await keep('scoring', [
    {
      what: 'the full fold: 1,000,000 events, 15,000 teams, 40 tasks, to the board',
      ours: spread(folds),
      unit: 'ms',
      target: { atMost: 2_000 },
    },
    {
      what: 'one more answer to a task of some 4,000 solvers whose value falls for them all, to the whole board',
      ours: spread(changes),
      unit: 'ms',
      target: { atMost: 10 },
    },
  ]);
});
