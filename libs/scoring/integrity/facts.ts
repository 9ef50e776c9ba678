import type { ExerciseEvent } from '#exercise';

/** An answer as it stands in the log. */
export interface Given {
  team: string;
  task: string;
  answer: string;
  seq: number;
  /** Exercise time, milliseconds. */
  clock: number;
}

interface Moment {
  seq: number;
  clock: number;
}

/** What a report is made of, collected from a log. */
export interface IntegrityFacts {
  teams: Map<string, Moment>;
  /** By task, in order. */
  answers: Map<string, Given[]>;
  /** By team, when each task was solved first. */
  solves: Map<string, Map<string, Moment>>;
  /** By team, when its range was first ready. */
  ready: Map<string, Moment>;
}

export const noFacts = (): IntegrityFacts => ({
  teams: new Map(),
  answers: new Map(),
  solves: new Map(),
  ready: new Map(),
});

/** Adds what an event tells to the facts, in place. */
export function collect(facts: IntegrityFacts, event: ExerciseEvent): void {
  const { team, seq, clock } = event;
  if (team === undefined) return;
  if (event.type === 'team.joined') facts.teams.set(team, { seq, clock });
  if (event.type === 'answer.submitted') {
    const { task, answer } = event.payload;
    const given = { team, task, answer, seq, clock };
    const others = facts.answers.get(task);
    if (others) others.push(given);
    else facts.answers.set(task, [given]);
  }
  if (event.type === 'range.ready' && !facts.ready.has(team)) facts.ready.set(team, { seq, clock });
  if (event.type === 'task.solved') {
    const mine = facts.solves.get(team) ?? new Map<string, Moment>();
    facts.solves.set(team, mine);
    if (!mine.has(event.payload.task)) mine.set(event.payload.task, { seq, clock });
  }
}
