/** With it Excel reads a file as UTF-8, and other programs leave it out. */
const byteOrderMark = '\uFEFF';

/** A table as CSV (RFC 4180) in which no cell is a formula to a spreadsheet, whoever wrote its text. */
export const formatCsv = (rows: readonly (readonly (string | number)[])[]): string =>
  byteOrderMark + rows.map((row) => row.map(cell).join(',') + '\r\n').join('');

function cell(value: string | number): string {
  // A number cannot be a formula; text that begins like one, also behind spaces, is quoted as text.
  const text = typeof value === 'string' && /^\s*[=+\-@]|^[\t\r\n]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * The cells of a CSV text, row by row, without empty rows. Cells are parted by commas, or by semicolons or tabs where the
 * first line has more of those, as spreadsheets of other languages write them.
 */
export function parseCsv(text: string): string[][] {
  const plain = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  const separator = separatorOf(/^[^\r\n]*/.exec(plain)![0]);
  const rows: string[][] = [];
  let [row, value, quoted]: [string[], string, boolean] = [[], '', false];
  const endRow = () => {
    row.push(value);
    if (row.some((one) => one.trim() !== '')) rows.push(row);
    [row, value] = [[], ''];
  };
  for (let at = 0; at < plain.length; at += 1) {
    const char = plain[at]!;
    if (quoted) {
      if (char !== '"') value += char;
      else if (plain[at + 1] === '"') value += plain[(at += 1)];
      else quoted = false;
    } else if (char === '"' && value.trim() === '') [quoted, value] = [true, ''];
    else if (char === separator) {
      row.push(value);
      value = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') value += char;
  }
  endRow();
  return rows;
}

const separatorOf = (line: string) =>
  [',', ';', '\t'].reduce((best, one) => (line.split(one).length > line.split(best).length ? one : best));
