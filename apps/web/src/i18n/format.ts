import { useLanguage, type Language } from './language.js';

const perUnit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const spoken = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** A scenario's duration such as `90m` in milliseconds; undefined when it is none. */
export function durationMs(duration: string): number | undefined {
  const parts = /^(\d+)(ms|s|m|h|d)$/.exec(duration);
  return parts ? Number(parts[1]) * perUnit[parts[2] as keyof typeof perUnit] : undefined;
}

/** `90m` as people say it: "1 hr 30 min", "1 giờ 30 phút". */
export function sayDuration(duration: string, language: Language): string {
  let rest = durationMs(duration);
  if (rest === undefined) return duration;
  const parts: string[] = [];
  for (const [unit, size] of spoken) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(
        new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count),
      );
    }
  }
  return parts.join(' ');
}

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;

/** An amount of memory or disk: "1.5 GB", "1,5 GB", "320 MB". @param bytes not negative */
export function saySize(bytes: number, language: Language): string {
  const [size, unit] = bytes < gibibyte ? [mebibyte, 'megabyte'] : [gibibyte, 'gigabyte'];
  const maximumFractionDigits = unit === 'megabyte' ? 0 : 1;
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits }).format(bytes / size);
}

/** The size of a file, which may be small: "3 kB", "1,5 MB". @param bytes not negative */
export function sayFileSize(bytes: number, language: Language): string {
  const [size, unit] = bytes < 1_000_000 ? [1_000, 'kilobyte'] : [1_000_000, 'megabyte'];
  const figure = unit === 'kilobyte' ? Math.ceil(bytes / size) : bytes / size;
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(figure);
}

/** A clock's reading: 4:05, 1:04:05. @param ms milliseconds, not negative */
export function sayClock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Numbers, times and durations in the console's language. */
export function useFormat() {
  const { language } = useLanguage();
  return {
    number: (value: number) => new Intl.NumberFormat(language).format(value),
    /** With its sign: +50, −15. */
    points: (value: number) => new Intl.NumberFormat(language, { signDisplay: 'exceptZero' }).format(value),
    time: (at: number) =>
      new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at),
    duration: (duration: string) => sayDuration(duration, language),
    size: (bytes: number) => saySize(bytes, language),
    fileSize: (bytes: number) => sayFileSize(bytes, language),
    list: (words: string[]) => new Intl.ListFormat(language).format(words),
  };
}
