import { revisionOf, type Setting } from '#exercise';
import { durationMs, type Task } from '#scenario';
import { clockText, titleIn, type IntegrityFinding, type NameOf } from './finding.js';
import type { IntegrityFacts } from './facts.js';

/** Solves in less time than the author says anyone honest needs. */
export function* tooSoon(
  facts: IntegrityFacts,
  { scenario }: Setting,
  name: NameOf,
): Iterable<IntegrityFinding> {
  for (const task of scenario.tasks) {
    const least =
      revisionOf(scenario, task.id)?.minimumSolveMs ?? (task.soonest ? durationMs(task.soonest) : 0);
    if (least === 0) continue;
    for (const [team, solves] of facts.solves) {
      const solved = solves.get(task.id);
      if (!solved) continue;
      const opened = openedAt(facts, team, task, solved.seq);
      const took = solved.clock - opened.clock;
      if (took >= least) continue;
      yield {
        kind: 'too-soon',
        teams: [team],
        task: task.id,
        seqs: [opened.seq, solved.seq],
        evidence: words(name(team), task, { took, least, from: opened.seq, to: solved.seq }),
      };
    }
  }
}

/** The moment from which a team could work on a task: it is there, has a range, and solved what comes before. */
function openedAt(facts: IntegrityFacts, team: string, task: Task, solvedSeq: number) {
  const ready = facts.ready.get(team);
  const moments = [
    facts.teams.get(team),
    // Who solves a task before the range is ready had no range to solve it in.
    ready && ready.seq < solvedSeq ? ready : undefined,
    ...task.requires.map((other) => facts.solves.get(team)?.get(other)),
  ];
  return moments.reduce<{ seq: number; clock: number }>(
    (latest, moment) => (moment && moment.clock >= latest.clock ? moment : latest),
    { seq: 1, clock: 0 },
  );
}

function words(
  team: string,
  task: Task,
  { took, least, from, to }: { took: number; least: number; from: number; to: number },
): IntegrityFinding['evidence'] {
  const [needed, time] = [clockText(least), clockText(took)];
  return {
    en:
      `${team} solved “${titleIn(task, 'en')}” ${time} after it could begin (events ${from} and ${to}); ` +
      `its author says that nobody can honestly solve it in less than ${needed}.`,
    vi:
      `${team} giải “${titleIn(task, 'vi')}” chỉ ${time} sau khi có thể bắt đầu (sự kiện ${from} và ${to}); ` +
      `tác giả cho biết không ai có thể tự giải trong chưa đến ${needed}.`,
  };
}
