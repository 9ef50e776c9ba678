import type { ExerciseState, Setting } from '#exercise';
import { foldPrint, type KeptFold } from '#persistence';
import { emptyLedger, foldLedger, readSnapshot, writeSnapshot, type Ledger } from '#scoring';

/**
 * The fold of a log to the ledger.
 * @param state whose scenario and revisions the rules are of; a revision makes everything count anew, so that what was
 *   folded before it is of no use
 */
export function ledgerFold(
  { id, scenario, revisions }: Pick<ExerciseState, 'id' | 'scenario' | 'revisions'>,
  rules: Setting,
): KeptFold<Ledger> {
  return {
    of: { exercise: id, kind: 'ledger', madeBy: `${foldPrint()}:${scenario.digest}` },
    since: revisions.at(-1)?.seq ?? 0,
    begin: emptyLedger,
    read: readSnapshot,
    write: writeSnapshot,
    add: (ledger, events) => {
      for (const event of events) foldLedger(ledger, event, rules);
      return ledger;
    },
  };
}
