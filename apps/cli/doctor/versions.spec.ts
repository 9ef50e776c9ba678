import { describe, expect, it } from 'vitest';
import { atLeast, engineVerdict, leastNode, runcVerdict } from './versions.js';

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

describe('engineVerdict', () => {
  it.each([
    ['20.10.24+dfsg1', 'warn'],
    ['24.0.8', 'warn'],
    ['24.0.9', 'ok'],
    ['25.0.1', 'warn'],
    ['25.0.2', 'ok'],
    ['26.0.0', 'ok'],
    ['28.5.2', 'ok'],
  ])('Docker Engine %s: %s', (version, verdict) =>
    expect(engineVerdict(version, 'unix:///x')).toMatchObject({
      verdict,
      found: expect.stringContaining(version) as string,
    }),
  );
});
