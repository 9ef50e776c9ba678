import type { Finding } from './problem.js';

/**
 * The text of a UTF-8 file, without a byte order mark; or what is wrong with it.
 * @param limit most bytes that it may have
 */
export function textOf(
  file: string,
  bytes: Uint8Array,
  limit: number,
): { text: string } | { fault: Finding } {
  if (bytes.length > limit) {
    return { fault: { file, offset: 0, message: `is too big: ${bytes.length} bytes, may have ${limit}` } };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const line = firstWrongLine(bytes);
    const message = `is not UTF-8 text: line ${line} has bytes that are no character`;
    return { fault: { file, offset: 0, message, mend: 'save the file as UTF-8' } };
  }
}

/** Line and column, both from 1, of an offset in a text. */
export function positionIn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

function firstWrongLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8');
  const lines = decoder.decode(bytes).split('\n');
  return lines.findIndex((line) => line.includes('\ufffd')) + 1;
}
