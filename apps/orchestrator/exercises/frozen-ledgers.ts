import type { Setting } from '#exercise';
import type { ExerciseLog, KeptFolds } from '#persistence';
import { foldLedger, readSnapshot, writeSnapshot, type Ledger } from '#scoring';
import { GrowingFolds } from './growing-folds.js';
import { ledgerFold } from './ledger-fold.js';

/** Of how many exercises the ledger as of its freeze is kept, and of how many teams what they did since. */
const keptBases = 20;
const keptTeams = 200;
const page = 5_000;

/** A ledger as it was when it was frozen, by rules that may have been mended since. */
interface Base {
  seq: number;
  rules: Setting;
  /** Its snapshot. */
  text: string;
}

interface Own {
  base: Base;
  ledger: Ledger;
  /** Seq of the last event that was read. */
  seq: number;
}

/** Whether what others do changes what a team's own work is worth. */
export const dependsOnOthers = ({ scenario }: Setting): boolean =>
  scenario.tasks.some(({ decay, firstBlood }) => decay !== undefined || firstBlood !== undefined);

/**
 * Frozen ledgers as teams may see them: all as it was then, and what they did themselves since, as if the others had stood
 * still. What a task has fallen to, or who came first, would else tell what the board does not.
 */
export class FrozenLedgers {
  private readonly bases = new GrowingFolds<Base>(keptBases);
  private readonly own = new GrowingFolds<Own>(keptTeams);

  constructor(
    private readonly log: Pick<ExerciseLog, 'read' | 'state'>,
    private readonly folds: KeptFolds,
  ) {}

  /** @param counted the whole ledger, frozen, and the rules that it was folded by */
  async seenBy(
    exercise: string,
    { ledger, rules }: { ledger: Ledger; rules: Setting },
    teams: readonly string[],
  ): Promise<Ledger> {
    const [frozenAt, to] = [ledger.frozen!.seq, ledger.seq];
    const base = await this.bases.grow(exercise, async (known) =>
      known && known.seq === frozenAt && known.rules === rules
        ? known
        : this.begin(exercise, frozenAt, rules),
    );
    const key = [exercise, ...[...teams].sort()].join(' ');
    const own = await this.own.grow(key, (known) =>
      this.goOn(exercise, known?.base === base && known.seq <= to ? known : ownOf(base), teams, to),
    );
    return own.ledger;
  }

  private async begin(exercise: string, to: number, rules: Setting): Promise<Base> {
    const ledger = await this.folds.at(ledgerFold(await this.log.state(exercise), rules), to);
    return { seq: to, rules, text: writeSnapshot(ledger) };
  }

  private async goOn(exercise: string, own: Own, teams: readonly string[], to: number): Promise<Own> {
    await this.eachEvent(exercise, own.seq, to, (event) => {
      own.seq = event.seq;
      if (event.team === undefined || teams.includes(event.team))
        foldLedger(own.ledger, event, own.base.rules);
    });
    return own;
  }

  private async eachEvent(
    exercise: string,
    after: number,
    to: number,
    take: (event: Awaited<ReturnType<ExerciseLog['read']>>[number]) => void,
  ): Promise<void> {
    for (let seq = after; seq < to;) {
      const events = await this.log.read(exercise, seq, Math.min(page, to - seq));
      if (events.length === 0)
        throw new Error(`exercise ${exercise} is damaged: its log ends at ${seq}, not at ${to}`);
      for (const event of events) take(event);
      seq = events.at(-1)!.seq;
    }
  }
}

function ownOf(base: Base): Own {
  const ledger = readSnapshot(base.text);
  if (!ledger) throw new Error('a snapshot that this process wrote is of another version of the fold');
  return { base, ledger, seq: base.seq };
}
