import { writeFile } from 'node:fs/promises';
import { messageOf, Problem } from '../reporting/problem.js';
import { print } from '../reporting/print.js';

/** Writes a text to a file, which it says, or without one to the standard output. @throws Problem when it cannot be written */
export async function writeOut(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    print(text.trimEnd());
    return;
  }
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new Problem(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  print(`✓ ${file}`);
}
