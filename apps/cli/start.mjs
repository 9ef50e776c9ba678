// `npm start`: from a fresh checkout to a running VOCR.
import { buildIfNeeded, demandNode, installDependencies, PrepareFailed } from './prepare.mjs';

try {
  demandNode();
  await installDependencies();
  await buildIfNeeded();
  process.argv.splice(2, 0, 'up');
  await import('../../dist/apps/cli/main.js');
} catch (error) {
  if (!(error instanceof PrepareFailed)) throw error;
  process.exitCode = 1;
}
