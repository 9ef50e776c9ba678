import { useProduct } from '../support/use-product.js';
import { benchScenarios } from './scenarios.js';

/** How often a bench does what it measures. @param usual without `--rounds` */
export function rounds(usual: number): number {
  return Number(process.env['BENCH_ROUNDS'] ?? usual);
}

/** An installation with the bench's scenarios, for the tests of a file; its queue and database are its own. */
export const useBenchProduct = () =>
  useProduct({
    scenarios: benchScenarios,
    env: { VOCR_ADDRESS_POOL: '10.252.0.0/15', VOCR_CPU_OVERCOMMIT: '200' },
  });

/** Most that a bench may take, ms. */
export const benchLimit = 1_800_000;
