import type { Readable } from 'node:stream';

/**
 * Reads a stream of JSON objects, one a line, to its end.
 * @throws what the stream throws, or SyntaxError for a line that is no JSON
 */
export async function readJsonLines<T>(stream: Readable, onLine: (line: T) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) onLine(JSON.parse(line) as T);
  }
  if (rest.trim()) onLine(JSON.parse(rest) as T);
}
