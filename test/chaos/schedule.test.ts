import { describe, expect, it } from 'vitest';
import { actKinds, faultKinds, planRound, wishes, type Schedule } from './schedule.js';

const options = { learners: 4, lengthMs: 10_000, faults: [3, 6] } as const;
const many: Schedule[] = Array.from({ length: 200 }, (_, seed) => planRound(seed, options));

describe('a round of chaos', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planRound(7, options)).toEqual(planRound(7, options));
    expect(planRound(7, options)).not.toEqual(planRound(8, options));
    expect(planRound(1, options).faults).toMatchInlineSnapshot(`
      [
        {
          "atMs": 1389,
          "kind": "kill-node",
          "which": 0.40374476509168744,
        },
        {
          "atMs": 1545,
          "kind": "kill-postgres",
          "which": 0.48914389545097947,
        },
        {
          "atMs": 2811,
          "kind": "power-off-engine",
          "which": 0.6128388606011868,
        },
        {
          "atMs": 5274,
          "kind": "kill-worker",
          "which": 0.9810509674716741,
        },
        {
          "atMs": 9948,
          "kind": "kill-node",
          "which": 0.45527112716808915,
        },
      ]
    `);
  });

  it('keeps to its bounds, in order', () => {
    for (const { faults, acts, wishes: ends } of many) {
      expect(faults.length).toBeGreaterThanOrEqual(3);
      expect(faults.length).toBeLessThanOrEqual(6);
      expect(ends).toHaveLength(4);
      for (const list of [faults, acts]) {
        const times = list.map(({ atMs }) => atMs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(times.every((at) => at >= 0 && at <= 10_000)).toBe(true);
      }
    }
  });

  it('has every learner start', () => {
    for (const { acts } of many) {
      const first = acts.filter(({ atMs }) => atMs === 0);
      expect(first.map(({ learner, kind }) => `${kind} ${learner}`)).toEqual(
        [0, 1, 2, 3].map((learner) => `start ${learner}`),
      );
    }
  });

  it('strikes the engine at most once', () => {
    for (const { faults } of many) {
      expect(faults.filter(({ kind }) => /-engine$/.test(kind)).length).toBeLessThanOrEqual(1);
    }
  });

  it('comes to every kind of fault, act and end', () => {
    const seen = (kinds: string[]) => new Set(kinds);
    expect(seen(many.flatMap(({ faults }) => faults.map(({ kind }) => kind)))).toEqual(new Set(faultKinds));
    expect(seen(many.flatMap(({ acts }) => acts.map(({ kind }) => kind)))).toEqual(new Set(actKinds));
    expect(seen(many.flatMap((round) => round.wishes))).toEqual(new Set(wishes));
  });
});
