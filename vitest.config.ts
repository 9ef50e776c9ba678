import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'module', 'node', 'default'] };
const shared = { resolve: source, ssr: { resolve: source } };

export default defineConfig({
  ...shared,
  test: {
    projects: [
      { ...shared, test: { name: 'unit', include: ['{apps,libs}/**/*.spec.ts'], environment: 'node' } },
      ...(['integration', 'escape', 'e2e', 'browser', 'chaos', 'bench'] as const).map((name) => ({
        ...shared,
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          environment: 'node' as const,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          ...(name === 'escape' ? { globalSetup: 'test/escape/support/setup.ts' } : {}),
        },
      })),
    ],
  },
});
