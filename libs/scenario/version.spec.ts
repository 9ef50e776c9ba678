import { describe, expect, it } from 'vitest';
import { compareVersions } from './version.js';

describe('compareVersions', () => {
  it('orders by number, however large', () => {
    const versions = [
      '1.10.0',
      '1.9.0',
      '1.9.10',
      '10.0.0',
      '2.0.0',
      '1.9.9007199254740993',
      '1.9.9007199254740992',
    ];
    expect(versions.sort(compareVersions)).toEqual([
      '1.9.0',
      '1.9.10',
      '1.9.9007199254740992',
      '1.9.9007199254740993',
      '1.10.0',
      '2.0.0',
      '10.0.0',
    ]);
  });

  it('tells versions apart that are written differently', () => {
    expect(compareVersions('1.0.0', '1.0.0')).toBe(0);
    expect(compareVersions('01.0.0', '1.0.0')).toBe(-compareVersions('1.0.0', '01.0.0'));
    expect(compareVersions('01.0.0', '1.0.0')).not.toBe(0);
  });
});
