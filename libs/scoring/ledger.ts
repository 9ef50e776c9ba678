import { isScoreEvent, rulesAt, type ExerciseEvent, type Revision, type Setting } from '#exercise';
import type { LedgerEntry } from './entry.js';
import type { Fact } from './facts.js';
import { adjusted, boughtSolution, hinted } from './fold/costs.js';
import { closed, ticked } from './fold/upkeep.js';
import { answered, checked, graded, handedIn, isRightAnswer, observed, solved } from './fold/work.js';
import { repriceAll, repriceTeam, settle, tellValues } from './price.js';
import { scoreboard } from './scoreboard.js';
import { emptyLedger, type Account, type Ledger } from './state.js';

/**
 * Folds one event into a ledger, in place. The fold judges answers itself, by the rules it is given: the verdict in the
 * log is what the trainee was told then, not what counts now. A revision of the rules is not applied here: it wants the
 * whole log folded anew, by the rules as they are then.
 */
export function foldLedger(ledger: Ledger, event: ExerciseEvent, rules: Setting): void {
  const { freezeAt } = ledger.terms;
  if (freezeAt !== undefined && !ledger.frozen && event.clock >= freezeAt) {
    ledger.frozen = { seq: ledger.seq, board: scoreboard(ledger, rules) };
  }
  ledger.seq = event.seq;
  if (isScoreEvent(event.type)) fold(ledger, event as Fact, rules);
}

function fold(ledger: Ledger, event: Fact, rules: Setting): void {
  if (event.type === 'exercise.finished') return closed(ledger, event, rules);
  if (event.type === 'exercise.scheduled') return schedule(ledger, event, rules);
  if (event.team === undefined) return;
  // Most events of a contest are wrong answers: they are let go before their team is looked up.
  if (event.type === 'answer.submitted' && !isRightAnswer(event, event.team, rules)) return;
  if (event.type === 'team.joined') return join(ledger, event.team, event.payload.bracket);
  const account = ledger.accounts.get(event.team);
  if (account) foldTeam(ledger, account, event, rules);
}

function foldTeam(ledger: Ledger, account: Account, event: Fact, rules: Setting): void {
  switch (event.type) {
    case 'team.bracketed':
      account.bracket = event.payload.bracket;
      return;
    case 'answer.submitted':
      return answered(ledger, account, event, rules);
    case 'check.passed':
    case 'check.failed':
    case 'check.unknown':
      return checked(ledger, account, event, rules);
    case 'action.observed':
      return observed(ledger, account, event);
    case 'task.solved':
      return solved(ledger, account, event, rules);
    case 'file.handed-in':
      return handedIn(ledger, account, event);
    case 'grade.given':
      return graded(ledger, account, event, rules);
    case 'hint.revealed':
      return hinted(ledger, account, event, rules);
    case 'solution.revealed':
      return boughtSolution(ledger, account, event, rules);
    case 'score.adjusted':
      return adjusted(ledger, account, event, rules);
    case 'tick.scored':
      return ticked(ledger, account, event, rules);
    case 'extension.granted':
      account.extension += event.payload.ms;
      return repriceTeam(ledger, account, rules);
    default:
  }
}

function join(ledger: Ledger, team: string, bracket?: string): void {
  if (ledger.accounts.has(team)) return;
  const nothing = { score: 0, solved: 0, lastGainAt: undefined, extension: 0 };
  ledger.accounts.set(team, { team, bracket, ...nothing, progress: [], entries: [], services: {} });
}

/** The newest schedule counts, also for what was done before it. */
function schedule(ledger: Ledger, { payload, clock }: Fact<'exercise.scheduled'>, rules: Setting): void {
  const { deadline, late, freezeAt } = payload;
  ledger.terms = { deadline, late, freezeAt };
  // A board that is to freeze later, or not at all, is shown again.
  if (freezeAt === undefined || freezeAt > clock) delete ledger.frozen;
  repriceAll(ledger, rules);
}

/** The entries, in the order of the events, each as many points as it is worth now. */
export function entriesOf(ledger: Ledger, rules: Setting): readonly LedgerEntry[] {
  settle(ledger, rules);
  tellValues(ledger, rules);
  return ledger.entries;
}

/** What an exercise is played with, as the revisions among these events leave it. */
export function rulesOf(events: Iterable<ExerciseEvent>, setting: Setting): Setting {
  const revisions: Revision[] = [];
  for (const { type, payload, seq } of events)
    if (type === 'rules.revised') revisions.push({ ...payload, seq });
  return revisions.length ? { ...setting, scenario: rulesAt(setting.scenario, revisions) } : setting;
}

/** The whole ledger of a log, by the rules as they are at its end. */
export function ledgerOf(events: readonly ExerciseEvent[], setting: Setting): Ledger {
  const rules = rulesOf(events, setting);
  const ledger = emptyLedger();
  for (const event of events) foldLedger(ledger, event, rules);
  entriesOf(ledger, rules);
  return ledger;
}
