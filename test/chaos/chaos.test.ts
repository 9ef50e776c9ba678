import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startArena, type Arena } from './arena.js';
import { describeRound, describeTotals } from './report.js';
import { playRound, type RoundResult } from './round.js';

/** `vocr bench chaos --rounds N --seed S` sets these. */
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 2);
const first = Number(process.env['BENCH_SEED'] ?? 1);
const learners = 4;
const options = { learners, lengthMs: 8_000, faults: [3, 7] } as const;
const longest = 400_000;

describe('an installation under fire', () => {
  let arena: Arena;
  const results: RoundResult[] = [];
  beforeAll(async () => void (arena = await startArena(learners)));
  afterAll(async () => {
    process.stdout.write(describeTotals(results));
    await arena?.stop();
  });

  it.each(Array.from({ length: rounds }, (_, n) => first + n))(
    'is as everyone wants it once the fire ends, and has lost nothing: seed %i',
    async (seed) => {
      const result = await playRound(arena, seed, options);
      results.push(result);
      process.stdout.write(describeRound(result));
      if (result.wrong.length) {
        process.stdout.write(`logs are kept in ${await arena.keepLogs(`seed-${seed}`)}\n`);
        // The next round is judged by itself.
        await arena.stop().catch((error: Error) => process.stdout.write(`${error.message}\n`));
        arena = await startArena(learners);
      }
      expect(result.wrong).toEqual([]);
    },
    longest,
  );
});
