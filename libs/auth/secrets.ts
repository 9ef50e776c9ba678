import { createHash, randomBytes } from 'node:crypto';

/** A new secret of 256 random bits, base64url (43 characters). */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of a secret. It has 256 bits of its own, so a plain hash gives nothing away. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A new id of `length` characters of [0-9a-z], about 5 bits each. */
export function newId(length: number): string {
  const alphabet = '0123456789abcdefghijklmnopqrstuv';
  return Array.from(randomBytes(length), (byte) => alphabet[byte & 31]).join('');
}
