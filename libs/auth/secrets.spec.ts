import { describe, expect, it } from 'vitest';
import { hashOf, newId, newSecret } from './secrets.js';

const many = <T>(make: () => T): T[] => Array.from({ length: 2_000 }, make);

describe('secrets', () => {
  it('have 256 bits and are never the same', () => {
    const secrets = many(newSecret);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  it('are kept as their SHA-256', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('ids', () => {
  it('are of [0-9a-v], as long as asked, and use all of it', () => {
    const ids = many(() => newId(12));
    for (const id of ids) expect(id).toMatch(/^[0-9a-v]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(ids.join('')).size).toBe(32);
  });
});
