import type { Setting } from '#exercise';
import type { Task } from '#scenario';
import type { EntryDetail } from '../entry.js';
import type { CheckResults, Fact } from '../facts.js';
import { progressIn, progressOf, solvedAt, type Account, type Ledger, type Progress } from '../state.js';
import { ruleOf } from '../task-rule.js';
import { award, isOpen } from './award.js';

/** Whether an answer is right: judged again, by the rules as they are now. */
export function isRightAnswer(event: Fact<'answer.submitted'>, team: string, rules: Setting): boolean {
  const { task, answer } = event.payload;
  return ruleOf(rules, task)?.judges(answer, team, rules) ?? false;
}

/** A right answer. */
export function answered(ledger: Ledger, account: Account, event: Fact<'answer.submitted'>, rules: Setting) {
  const { task } = ruleOf(rules, event.payload.task)!;
  award(ledger, account, event, { task, reason: 'answer', to: 1, of: 1, solves: true }, rules);
}

/** A check: all of it solves the task; else each probe that has points of its own earns them once. */
export function checked(
  ledger: Ledger,
  account: Account,
  event: Fact<'check.passed' | 'check.failed' | 'check.unknown'>,
  rules: Setting,
) {
  const task = ruleOf(rules, event.payload.task)?.task;
  if (!task?.check || solvedAt(ledger, account, task.id) !== undefined) return;
  const { held } = event.payload;
  if (event.type === 'check.passed') {
    // It passed now, but has to go on doing so.
    if (held && held.ticks < held.of) return;
    const of = wholeOf(task.check);
    award(ledger, account, event, { task, reason: 'check', to: of, of, solves: true }, rules);
    return;
  }
  if (task.hold) return;
  const parts = newParts(task.check, event.payload, progressIn(ledger, account, task.id));
  if (!isOpen(ledger, account, task)) return;
  const progress = progressOf(ledger, account, task.id);
  progress.parts = [...(progress.parts ?? []), ...parts];
  const to = progress.parts.reduce((sum, part) => sum + (task.check![part]!.points ?? 0), 0);
  award(ledger, account, event, { task, reason: 'check', to, of: wholeOf(task.check), solves: false }, rules);
}

/** The shares that all probes make together; one, when none has points of its own. */
const wholeOf = (check: NonNullable<Task['check']>) =>
  check.reduce((sum, { points = 0 }) => sum + points, 0) || 1;

function newParts(
  check: NonNullable<Task['check']>,
  { results }: CheckResults,
  before: Progress | undefined,
): number[] {
  // Results of other probes than the rules have now say nothing of these.
  if (results.length !== check.length) return [];
  return results.flatMap(({ outcome }, part) =>
    outcome === 'passed' && check[part]!.points && !before?.parts?.includes(part) ? [part] : [],
  );
}

/** How much of what was observed is kept for the words of an award. */
const mostSeen = 20;

/** What was observed towards a task: the evidence that its award rests on. */
export function observed(ledger: Ledger, account: Account, event: Fact<'action.observed'>) {
  const { task, never, node, kind, source, strength, detail } = event.payload;
  const progress = progressOf(ledger, account, task);
  // What must not be seen starts the task anew.
  const before = never ? [] : (progress.seen ?? []);
  const seen = never ? [] : [{ strength, source, detail: `${kind} @ ${node}: ${detail}` }];
  progress.seen = [...before, ...seen].slice(-mostSeen);
}

/** An observed task is solved when the matcher says so; the ledger says how strong its evidence is. */
export function solved(ledger: Ledger, account: Account, event: Fact<'task.solved'>, rules: Setting) {
  const task = ruleOf(rules, event.payload.task)?.task;
  if (!task?.observe) return;
  const seen = progressIn(ledger, account, task.id)?.seen ?? [];
  const detail: EntryDetail = seen.length
    ? {
        evidence: {
          strength: seen.some(({ strength }) => strength === 'forgeable') ? 'forgeable' : 'strong',
          sources: [...new Set(seen.map(({ source }) => source))],
          seen: seen.map(({ detail: what }) => what),
        },
      }
    : {};
  award(ledger, account, event, { task, reason: 'observed', to: 1, of: 1, solves: true, detail }, rules);
}

/** A hand-in: its time is what counts for deadlines, whenever it is graded. */
export function handedIn(ledger: Ledger, account: Account, event: Fact<'file.handed-in'>) {
  const progress = progressOf(ledger, account, event.payload.task);
  progress.handIns = { ...progress.handIns, [event.seq]: event.clock };
}

/**
 * A grade. Of several for one hand-in the newest counts; of several hand-ins the one that was handed in last. Entered is the
 * difference to what was given before, which may be a loss.
 */
export function graded(ledger: Ledger, account: Account, event: Fact<'grade.given'>, rules: Setting) {
  const { submission, scores } = event.payload;
  const task = ruleOf(rules, event.payload.task)?.task;
  if (!task?.manual) return;
  const progress = progressOf(ledger, account, task.id);
  if (submission < (progress.graded ?? 0)) return;
  if (!isOpen(ledger, account, task)) return;
  progress.graded = submission;
  const { rubric } = task.manual;
  const of = rubric.reduce((sum, { points }) => sum + points, 0) || 1;
  const to = rubric.reduce((sum, { id, points }) => sum + Math.min(Math.max(scores[id] ?? 0, 0), points), 0);
  const handed = progress.handIns?.[submission] ?? event.clock;
  const detail = { submission, handedIn: handed, replaced: progress.gradedAt };
  progress.gradedAt = handed;
  award(ledger, account, event, { task, reason: 'grade', to, of, solves: to > 0, detail }, rules);
}
