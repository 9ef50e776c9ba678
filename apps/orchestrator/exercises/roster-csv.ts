import { parseCsv } from './csv.js';

/** The user names in a table: those of the column headed `username`, or else of the first column. */
export function usernamesIn(csv: string): string[] {
  const [first = [], ...rest] = parseCsv(csv);
  const heading = first.findIndex((cell) => /^user ?name$/i.test(cell.trim()));
  const rows = heading < 0 ? [first, ...rest] : rest;
  return rows.map((row) => (row[Math.max(0, heading)] ?? '').trim()).filter((name) => name !== '');
}
