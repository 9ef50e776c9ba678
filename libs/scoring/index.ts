export { emptyLedger, foldLedger, ledgerOf, ledgerVersion, type Ledger, type LedgerEntry } from './ledger.js';
export { mostPoints, scoreboard, type Standing } from './scoreboard.js';
