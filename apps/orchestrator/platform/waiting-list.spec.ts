import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WaitingList, type WaitingRange } from './waiting-list.js';

const queue = (...ranges: string[]): WaitingRange[] =>
  ranges.map((range, index) => ({
    range,
    exercise: 'e',
    team: `team of ${range}`,
    place: { place: index + 1, of: ranges.length, reason: 'waiting-slot', text: 'why' },
  }));

let told: string[];
let list: WaitingList;
beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  list = new WaitingList((exercise, { kind, team, range, place, of }) => {
    told.push(`${exercise} ${kind} ${team} ${range} ${place}/${of}`);
  });
});
afterEach(() => {
  list.close();
  vi.useRealTimers();
});

describe('the waiting list', () => {
  it('knows the place of each', () => {
    list.replace(queue('a', 'b'));
    expect(list.size).toBe(2);
    expect(list.placeOf('b')).toMatchObject({ place: 2, of: 2 });
    expect(list.placeOf('c')).toBeUndefined();
  });

  it('tells each its own at once, and again only what has changed', () => {
    list.replace(queue('a', 'b'));
    expect(told).toEqual(['e queue team of a a 1/2', 'e queue team of b b 2/2']);
    told = [];
    vi.advanceTimersByTime(5_000);
    list.replace(queue('a', 'b'));
    expect(told).toEqual([]);
    vi.advanceTimersByTime(5_000);
    list.replace(queue('b'));
    expect(told).toEqual(['e queue team of b b 1/1']);
  });

  it('tells at most once a second, and then how it stands', () => {
    list.replace(queue('a', 'b', 'c', 'd'));
    told = [];
    list.replace(queue('b', 'c', 'd'));
    list.replace(queue('c', 'd'));
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['e queue team of c c 1/2', 'e queue team of d d 2/2']);
  });

  it('tells how many wait behind only now and then', () => {
    list.replace(queue('a'));
    told = [];
    vi.advanceTimersByTime(2_000);
    list.replace(queue('a', 'b'));
    expect(told).toEqual(['e queue team of b b 2/2']);
    vi.advanceTimersByTime(3_000);
    list.replace(queue('a', 'b'));
    expect(told.slice(1)).toEqual(['e queue team of a a 1/2']);
  });

  it('tells who comes back to the same place', () => {
    list.replace(queue('a'));
    vi.advanceTimersByTime(1_000);
    list.replace([]);
    vi.advanceTimersByTime(1_000);
    list.replace(queue('a'));
    vi.advanceTimersByTime(1_000);
    expect(told).toEqual(['e queue team of a a 1/1', 'e queue team of a a 1/1']);
  });
});
