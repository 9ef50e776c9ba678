import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { clearOutputGroups, outputCommands } from './output-bounds.js';

const bounds = outputCommands('/proc/self/fd/9').join('\n');

describe('outputCommands', () => {
  it('are lines that a shell can read', () => {
    expect(() => execFileSync('sh', ['-n'], { input: `${bounds}\n${clearOutputGroups}` })).not.toThrow();
  });

  it('bound the shim alone: a parent that is none is refused before anything is made', () => {
    expect(bounds.indexOf('cannot be bounded')).toBeLessThan(bounds.indexOf('mkdir'));
    const orphan = outputCommands(`/proc/${process.pid}`).join('\n');
    expect(() => execFileSync('sh', ['-e'], { input: orphan, stdio: 'pipe' })).toThrow();
  });

  it('say how much before the shim comes under it', () => {
    const [most, joins] = [bounds.indexOf('cpu.max\n'), bounds.indexOf('>$own/cgroup.procs')];
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(joins);
    expect(bounds.indexOf('cpu.cfs_quota_us')).toBeLessThan(joins);
  });
});
