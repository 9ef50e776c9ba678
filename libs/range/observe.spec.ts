import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lookAt, lookAtHold } from './observe.js';

const look = (at: Parameters<typeof lookAt>[0]) =>
  execFileSync('sh', ['-s'], { input: `${lookAtHold}\n${lookAt(at)}\n`, stdio: 'pipe' }).toString();

describe('a look at a container’s first process', () => {
  it('enters nothing of a process that is another one by now', () => {
    expect(look({ id: 'c0ffee', pid: process.pid })).toBe('exited c0ffee\n');
  });

  it('tells of one that has ended', () => {
    expect(look({ id: 'c0ffee', pid: 2 ** 30 })).toBe('exited c0ffee\n');
  });

  it('runs programs by the mounts alone: a process may have been given another root', () => {
    expect(lookAtHold).toContain('nsenter --mount=/proc/self/fd/9/ns/mnt -- /.vocr/busybox');
    expect(lookAtHold).not.toMatch(/chroot|\/root/);
  });

  it.each([
    { id: 'x; reboot', pid: 1 },
    { id: 'c0ffee', pid: 0 },
  ])('refuses %j', (wrong) => {
    expect(() => lookAt(wrong)).toThrow(RangeError);
  });
});
