/**
 * Whether a number is within a tolerance of another. It may be written with a decimal point or comma, groups of three, an
 * exponent, or in hexadecimal; where it can be read in two ways (1.234), either may be the right one. Integers of any length
 * are compared digit by digit. @param right a number, however it is written; what is none is never right
 */
export function isNumber(answer: string, right: string, tolerance: number): boolean {
  const wanted = readings(right)[0];
  if (wanted === undefined) return false;
  return readings(answer).some((read) => read === wanted || isNear(Number(read), Number(wanted), tolerance));
}

/** Whether a text can be read as a number. */
export const isNumeral = (text: string): boolean => readings(text).length > 0;

function isNear(read: number, wanted: number, tolerance: number): boolean {
  const exact = Math.max(Math.abs(read), Math.abs(wanted)) <= Number.MAX_SAFE_INTEGER;
  if (tolerance === 0) return exact && read === wanted;
  // 0.4 is 0.1 from 0.3, though not in binary.
  const slack = Number.EPSILON * 4 * Math.max(Math.abs(read), Math.abs(wanted));
  return Math.abs(read - wanted) <= tolerance + slack;
}

const group = "[ \\u00a0\\u202f_']";
const decimal = /^(\d+)(\.\d*)?(e[+-]?\d{1,3})?$/i;

/** What a text can mean as a number, in JavaScript's notation; the reading with a decimal point first. */
function readings(text: string): string[] {
  const [, sign = '', rest = ''] = /^([+\-\u2212]?)\s*(.*)$/su.exec(text.trim()) ?? [];
  const negative = sign !== '' && sign !== '+';
  if (/^0x[\da-f]{1,256}$/i.test(rest)) return [signed(negative, BigInt(rest).toString())];
  const plain = rest.replace(new RegExp(`(?<=\\d)${group}(?=\\d{3}(?!\\d))`, 'gu'), '');
  const written = [
    plain,
    plain.replace(/^(\d+),(\d)/, '$1.$2'),
    ...(/^\d{1,3}(,\d{3})+(?!\d)/.test(plain) ? [plain.replaceAll(',', '')] : []),
    ...(/^\d{1,3}(\.\d{3})+(?![\d.])/.test(plain)
      ? [plain.replaceAll('.', '').replace(/^(\d+),(\d)/, '$1.$2')]
      : []),
  ];
  return [...new Set(written.filter((form) => decimal.test(form)).map((form) => signed(negative, form)))];
}

function signed(negative: boolean, form: string): string {
  const canonical = form.replace(/^0+(?=\d)/, '').replace(/\.0*$/, '');
  return negative && Number(canonical) !== 0 ? `-${canonical}` : canonical;
}
