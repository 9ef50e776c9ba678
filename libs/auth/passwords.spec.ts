import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword, passwordFault } from './passwords.js';

describe('a password', () => {
  it.each([
    ['ten characters', 'abcdefghij', undefined],
    ['nine', 'abcdefghi', /at least 10/],
    ['nine that are eighteen units', '🍵'.repeat(9), /at least 10/],
    ['ten that are twenty units', '🍵'.repeat(10), undefined],
    ['200', 'x'.repeat(200), undefined],
    ['201', 'x'.repeat(201), /at most 200/],
    ['with the user name', 'my-anna-password', /user name/],
    ['with the user name in capitals', 'my-ANNA-password', /user name/],
    ['in Vietnamese', 'mật khẩu của tôi', undefined],
    ['empty', '', /at least 10/],
  ] as const)('of %s', (_, password, fault) => {
    const said = passwordFault(password, 'anna');
    if (fault) expect(said).toMatch(fault);
    else expect(said).toBeUndefined();
  });

  it('is right when it is the one, in either form of Unicode', async () => {
    const hash = await hashPassword('mật khẩu của tôi');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword(hash, 'mật khẩu của tôi'.normalize('NFD'))).toBe(true);
    expect(await isPassword(hash, 'mật khẩu của tôi ')).toBe(false);
    expect(await hashPassword('mật khẩu của tôi')).not.toBe(hash);
  });

  it('of no one is never right, not even the one that stands in for it', async () => {
    expect(await isPassword(undefined, 'nobody has this one')).toBe(false);
    expect(await isPassword(null, 'nobody has this one')).toBe(false);
  });
});
