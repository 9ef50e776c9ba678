/** Quotes a text as one word of a POSIX shell, whatever it holds. @throws RangeError for a NUL byte */
export function quote(text: string): string {
  if (text.includes('\0')) throw new RangeError('a word of a shell cannot hold a NUL byte');
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
