import type { Ledger } from './state.js';

/** Counts up with every change of the fold or of what it keeps: a snapshot of another version is of no use. */
export const foldVersion = 3;

/**
 * A ledger as text, from which it can be folded on. It holds for the rules that it was folded by, and for no others: who
 * keeps it keeps it under the exercise, its scenario's digest, and the number of its revisions.
 */
export function writeSnapshot(ledger: Ledger): string {
  const { accounts, books, ...plain } = ledger;
  return JSON.stringify({ foldVersion, ...plain, accounts: [...accounts.values()], books: [...books] });
}

/** The ledger of a snapshot; undefined when another version of the fold wrote it. @throws SyntaxError when it is damaged */
export function readSnapshot(text: string): Ledger | undefined {
  const {
    foldVersion: version,
    accounts,
    books,
    ...plain
  } = JSON.parse(text) as Omit<Ledger, 'accounts' | 'books'> & {
    foldVersion: number;
    accounts: (Ledger['accounts'] extends Map<string, infer A> ? A : never)[];
    books: [string, Ledger['books'] extends Map<string, infer B> ? B : never][];
  };
  if (version !== foldVersion) return undefined;
  return {
    ...plain,
    accounts: new Map(accounts.map((account) => [account.team, account])),
    books: new Map(books),
  };
}
