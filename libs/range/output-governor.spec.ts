import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { outputGovernor } from './output-governor.js';

describe('outputGovernor', () => {
  it('is a program that Perl can read, without a warning', () => {
    const read = () => execFileSync('sh', ['-c', 'perl -wc - 2>&1'], { input: outputGovernor }).toString();
    expect(read()).toBe('- syntax OK\n');
  });
});
