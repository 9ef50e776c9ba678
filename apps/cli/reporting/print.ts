/** Prints lines for a person, or for a pipe. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Prints a report for programs. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2));
