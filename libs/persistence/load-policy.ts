import { readFile } from 'node:fs/promises';
import { defaultPolicy, readPolicy, type InstallationPolicy } from '#scenario';

/** The file of the installation's policy cannot be used; the message names each fault with line and column. */
export class InvalidPolicy extends Error {}

/**
 * The installation's policy.
 * @param file what `VOCR_POLICY` names; undefined gives the usual policy
 * @throws InvalidPolicy when the file cannot be read or anything in it is wrong: nothing may run with half a policy
 */
export async function loadPolicy(file: string | undefined): Promise<InstallationPolicy> {
  if (file === undefined) return defaultPolicy;
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new InvalidPolicy(`The policy ${file} (VOCR_POLICY) cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const { policy, problems } = readPolicy(file, bytes);
  if (policy) return policy;
  const lines = problems.map(
    ({ line, column, message, mend }) => `  ${file}:${line}:${column} ${message}${mend ? ` (${mend})` : ''}`,
  );
  throw new InvalidPolicy(`The policy in VOCR_POLICY is wrong:\n${lines.join('\n')}`);
}
