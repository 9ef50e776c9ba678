import { describe, expect, it } from 'vitest';
import { atLeast, leastNode, runcVerdict } from './versions.js';

describe('atLeast', () => {
  it.each([
    ['20.19.0', true],
    ['20.20.2', true],
    ['20.9.0', false],
    ['v22.1.0', true],
    ['18.20.4', false],
    ['', false],
  ])('Node %s: %s', (version, good) => expect(atLeast(version, leastNode)).toBe(good));
});

describe('runcVerdict', () => {
  it.each([
    ['1.1.5+ds1', 'warn'],
    ['1.1.15', 'warn'],
    ['1.2.7', 'warn'],
    ['1.2.8', 'ok'],
    ['1.3.2', 'warn'],
    ['1.3.3', 'ok'],
    ['1.4.0', 'ok'],
    ['1.10.0', 'ok'],
    [undefined, 'warn'],
  ])('runc %s: %s', (version, verdict) => expect(runcVerdict(version).verdict).toBe(verdict));
});
