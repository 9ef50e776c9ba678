import { writeFile } from 'node:fs/promises';
import { messageOf, Problem } from '../reporting/problem.js';
import { print } from '../reporting/print.js';

/**
 * Writes what a command makes to a file, which it says, or without one to the standard output.
 * @throws Problem when it cannot be written
 */
export async function writeOut(content: string | Uint8Array, file: string | undefined): Promise<void> {
  if (file === undefined) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(content, (error) => (error ? reject(error) : resolve()));
    });
    return;
  }
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  print(`✓ ${file}`);
}
