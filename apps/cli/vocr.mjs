#!/usr/bin/env node
// The command `vocr`. Builds first where that has not been done.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildIfNeeded, demandNode, installDependencies, PrepareFailed, root } from './prepare.mjs';

try {
  demandNode();
  if (!existsSync(join(root, 'dist/apps/cli/main.js'))) {
    await installDependencies();
    await buildIfNeeded();
  }
  await import('../../dist/apps/cli/main.js');
} catch (error) {
  if (!(error instanceof PrepareFailed)) throw error;
  process.exitCode = 1;
}
