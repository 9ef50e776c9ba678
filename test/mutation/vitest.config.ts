import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'module', 'node', 'default'] };

/** The specs of the ledger alone: what Stryker runs on each change of its code. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: { include: ['libs/scoring/**/*.spec.ts'], environment: 'node', isolate: false },
});
