import { defineConfig } from 'vitest/config';

const source = { conditions: ['source', 'module', 'node', 'default'] };
const shared = { resolve: source, ssr: { resolve: source } };

/** What is looked for again and again comes at once, except on a machine that does much else. */
const patience = (seconds: number) => ({ poll: { timeout: seconds * 1_000 } });
/** Suites of whole files that may run two at a time: nothing in them measures how long something takes. */
const sideBySide = ['integration', 'e2e'];

export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['{apps,libs}/**/*.spec.ts'],
          environment: 'node',
          // The tests are of values, and starting a process for each file would take longer than all of them.
          isolate: false,
          unstubEnvs: true,
          testTimeout: 20_000,
          expect: patience(10),
          maxWorkers: 2,
        },
      },
      ...(['integration', 'escape', 'e2e', 'browser', 'chaos', 'bench'] as const).map((name, index) => ({
        ...shared,
        test: {
          name,
          include: [`test/${name}/**/*.test.ts`],
          environment: 'node' as const,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          expect: patience(30),
          maxWorkers: sideBySide.includes(name) ? 2 : 1,
          sequence: { groupOrder: index + 1 },
          ...(name === 'escape' ? { globalSetup: 'test/escape/support/setup.ts' } : {}),
        },
      })),
    ],
  },
});
