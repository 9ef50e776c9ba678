export { emptyLedger, foldLedger, type Ledger } from './ledger.js';
export { mostPoints, scoreboard, type Standing } from './scoreboard.js';
