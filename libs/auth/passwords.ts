import { hash, verify } from '@node-rs/argon2';

/** Shortest password, in characters (NIST SP 800-63B-4, 3.1.1.2, for passwords that are not the only factor asks 8). */
export const shortestPassword = 10;
const longestPassword = 200;

/** argon2id with OWASP's second recommended setting: 19 MiB, 2 passes, 1 lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Why a password cannot be taken, or undefined when it can. */
export function passwordFault(password: string, username: string): string | undefined {
  const length = [...password].length;
  if (length < shortestPassword) return `Use at least ${shortestPassword} characters.`;
  if (length > longestPassword) return `Use at most ${longestPassword} characters.`;
  if (password.toLowerCase().includes(username.toLowerCase())) return 'Do not use your user name in it.';
  return undefined;
}

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFC'), options);

/** Hash of no one's password: a name that is unknown takes as long to refuse as a wrong password. */
let decoy: Promise<string> | undefined;

export async function isPassword(hashed: string | null | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this one');
  const right = await verify(hashed ?? (await decoy), password.normalize('NFC'));
  return right && hashed != null;
}
