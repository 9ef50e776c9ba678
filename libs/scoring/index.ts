export { ctftimeFeed, type CtftimeFeed } from './ctftime.js';
export { valueAfter } from './decay.js';
export { differenceBetween, newlySolved, type TeamDifference } from './difference.js';
export { type LedgerEntry, type Reason } from './entry.js';
export { entriesOf, foldLedger, ledgerOf } from './ledger.js';
export { boardFor, inBracket, mostPoints, scoreboard } from './scoreboard.js';
export { foldVersion, readSnapshot, writeSnapshot } from './snapshot.js';
export { type Account, emptyLedger, type Ledger, type Standing } from './state.js';
export { explain } from './words/explain.js';
