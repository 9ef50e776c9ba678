import { describe, expect, it } from 'vitest';
import { ownAddress } from './own-address.js';

describe('ownAddress', () => {
  it.each(['/', '/exercises/abc', '/exercises/abc?x=1#y'])('goes to %s', (address) => {
    expect(ownAddress(address)).toBe(address);
  });

  it.each([
    undefined,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
  ])('goes to the start page for %j', (address) => {
    expect(ownAddress(address)).toBe('/');
  });
});
