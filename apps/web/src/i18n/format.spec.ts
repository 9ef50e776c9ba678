import { describe, expect, it } from 'vitest';
import { durationMs, sayClock, sayDuration, saySize } from './format.js';

describe('durations', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['90m', 5_400_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['soon', undefined],
  ])('%s is %s ms', (duration, ms) => {
    expect(durationMs(duration)).toBe(ms);
  });

  it('are said in each language', () => {
    expect(sayDuration('90m', 'en')).toBe('1 hr 30 min');
    expect(sayDuration('90m', 'vi')).toBe('1 giờ 30 phút');
    expect(sayDuration('soon', 'en')).toBe('soon');
  });
});

describe('saySize', () => {
  it.each([
    [0, '0 MB', '0 MB'],
    [335_544_320, '320 MB', '320 MB'],
    [1_610_612_736, '1.5 GB', '1,5 GB'],
    [1_099_511_627_776, '1,024 GB', '1.024 GB'],
  ])('%d bytes are %s, and in Vietnamese %s', (bytes, en, vi) => {
    expect([saySize(bytes, 'en'), saySize(bytes, 'vi')]).toEqual([en, vi]);
  });
});

describe('sayClock', () => {
  it.each([
    [0, '0:00'],
    [9_999, '0:09'],
    [65_000, '1:05'],
    [3_600_000, '1:00:00'],
    [36_061_000, '10:01:01'],
  ])('%d ms is %s', (ms, said) => {
    expect(sayClock(ms)).toBe(said);
  });
});
