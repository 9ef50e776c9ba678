import { z } from 'zod';

const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A length of time as text, such as 90s, 30m, 8h or 7d; becomes milliseconds. At most a hundred years. */
export const duration = z
  .string()
  .regex(/^[1-9]\d{0,8}[smhd]$/, 'must be a number with a unit, such as 90s, 30m, 8h or 7d')
  .transform((text) => Number(text.slice(0, -1)) * units[text.at(-1) as keyof typeof units])
  .refine((ms) => ms <= 36_500 * units.d, 'must be at most 36500d');
