import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureThrottle } from './throttle.js';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('FailureThrottle', () => {
  it('lets so many failures through, also when none has come to its end, and more after a minute', () => {
    const throttle = new FailureThrottle(3);
    for (let i = 0; i < 3; i++) throttle.begin('ann');
    expect(() => throttle.begin('ann')).toThrow('Too many failed attempts');
    vi.advanceTimersByTime(60_001);
    expect(() => throttle.begin('ann')).not.toThrow();
  });

  it('forgets an attempt that was no failure, and that one only', () => {
    const throttle = new FailureThrottle(2);
    throttle.begin('ann');
    for (let i = 0; i < 10; i++) throttle.begin('ann')();
    throttle.begin('ann');
    expect(() => throttle.begin('ann')).toThrow('Too many failed attempts');
  });

  it('keeps keys apart, and remembers the latest of very many', () => {
    const throttle = new FailureThrottle(1);
    for (let i = 0; i < 10_001; i++) throttle.begin(`name ${i}`);
    expect(() => throttle.begin('name 0')).not.toThrow();
    expect(() => throttle.begin('name 10000')).toThrow('Too many failed attempts');
  });
});
