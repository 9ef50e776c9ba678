import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startProduct, type Product, type ProductOptions } from './product.js';

/** Small scenarios that are up in a second. */
export const smallScenarios = resolve(import.meta.dirname, 'scenarios');

/**
 * Has an installation run for the tests of a file, with the small scenarios unless others are named. When a test fails,
 * the ends of its logs are shown.
 */
export function useProduct(options: ProductOptions | (() => Promise<ProductOptions>) = {}): () => Product {
  let product: Product | undefined;
  beforeAll(async () => {
    const given = typeof options === 'function' ? await options() : options;
    product = await startProduct({ scenarios: smallScenarios, ...given });
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && product) console.error(await product.logs());
  });
  afterAll(() => product?.stop());
  return () => {
    if (!product) throw new Error('the installation does not run yet: ask for it inside a test or a hook');
    return product;
  };
}
