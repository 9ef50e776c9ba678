import { describe, expect, it } from 'vitest';
import { formatSweep } from './sweep.js';

const report = { dryRun: true, graceMs: 600_000, removed: [], left: [] };
const stray = { kind: 'network', name: 'vocr-abcd1234-dmz', range: 'abcd1234', ageMs: 900_000 } as const;

describe('formatSweep', () => {
  it('says that there is nothing, and from which age on it looked', () => {
    expect(formatSweep(report)).toMatch(/^Nothing on the engine .* older than 10 ?m/);
  });

  it('tells what would go, what went and what cannot', () => {
    expect(formatSweep({ ...report, removed: [stray] })).toMatch(
      /^would remove network vocr-abcd1234-dmz of range abcd1234, 15 ?m.* old\n1 would be removed/,
    );
    const left = [{ kind: 'volume', name: 'v', ageMs: 1_000, why: 'in use' } as const];
    expect(formatSweep({ ...report, dryRun: false, removed: [stray], left })).toMatch(
      /^removed network .*\n✗ cannot remove volume v, 1.* old: in use\n1 were removed/,
    );
  });
});
