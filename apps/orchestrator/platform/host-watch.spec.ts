import { describe, expect, it } from 'vitest';
import { HostWatch, type SeenHost } from './host-watch.js';

const limit = 60_000;
const host = (more: Partial<SeenHost> = {}): SeenHost => ({
  name: 'h',
  seenAt: 1,
  silent: 0,
  dockerOk: true,
  ...more,
});

/** Looks every two seconds from `from` to `to`, and gives the time of the first look that found it lost. */
function lostAt(
  watch: HostWatch,
  from: number,
  to: number,
  at: (now: number) => SeenHost,
): number | undefined {
  for (let now = from; now <= to; now += 2_000) if (watch.look([at(now)], now).length > 0) return now;
  return undefined;
}
/** Nothing is heard of it since 0. */
const silent = (now: number) => host({ silent: now });

describe('a host', () => {
  it('that reports is never lost', () => {
    expect(lostAt(new HostWatch(limit), 0, 300_000, (now) => host({ seenAt: now }))).toBeUndefined();
  });

  it('is lost once nothing was heard of it for the whole time', () => {
    expect(lostAt(new HostWatch(limit), 0, 300_000, silent)).toBe(limit);
    const [lost] = new HostWatch(0).look([host({ silent: 5 })], 0);
    expect(lost).toMatchObject({ name: 'h', reason: expect.stringMatching(/not been heard of for 0 s/) });
  });

  it('is heard of again', () => {
    const watch = new HostWatch(limit);
    expect(lostAt(watch, 0, limit, silent)).toBe(limit);
    expect(watch.look([host({ seenAt: 2 })], limit + 2_000)).toEqual([]);
  });

  it('is not lost because we were away: time counts from when we are back', () => {
    const watch = new HostWatch(limit);
    watch.look([silent(0)], 0);
    // The database, or this process, answered no one meanwhile.
    expect(lostAt(watch, 90_000, 300_000, silent)).toBe(90_000 + limit);
  });

  it('is not lost to who has just started, however long it has been silent', () => {
    expect(new HostWatch(limit).look([host({ silent: 1_000_000 })], 5)).toEqual([]);
  });

  it('is lost when its Docker is down for as long, though its worker reports', () => {
    const at = (now: number) => host({ seenAt: now, dockerOk: false });
    expect(lostAt(new HostWatch(limit), 0, 300_000, at)).toBe(limit);
  });

  it('is not lost when Docker was back in between', () => {
    const at = (now: number) => host({ seenAt: now, dockerOk: now === 40_000 });
    expect(lostAt(new HostWatch(limit), 0, 300_000, at)).toBe(42_000 + limit);
  });
});
