// `npm test`: from nothing to the last test. Plain JavaScript on Node's own modules, because nothing else may be there yet.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded, demandNode, installDependencies, PrepareFailed, root } from '../apps/cli/prepare.mjs';
import { add, failure, formatFailures, formatResult, formatTotals, nothing } from './totals.mjs';
import { countTestFiles, runStatic, runSuite } from './suites.mjs';

/** Two at a time, so the longest comes first. */
const statics = ['lint', 'types', 'format', 'rooms'];
/** Suites in order, and what each needs beside Node. */
const suites = {
  unit: [],
  integration: ['database', 'redis', 'engine'],
  escape: ['database', 'redis', 'engine'],
  e2e: ['database', 'redis', 'engine'],
  chaos: ['redis', 'engine'],
  browser: ['database', 'redis', 'engine', 'chromium'],
};
/** Too long for `npm test`; `npm run test:full` runs them as well. */
const fullStatics = ['mutation'];
const fullSuites = { bench: ['database', 'redis', 'engine'] };

const help = `npm test -- [--only STEP,…] [--full] [FILTER…]
  STEP    ${[...statics, 'build', ...Object.keys(suites)].join(', ')}; with --full also ${[...fullStatics, ...Object.keys(fullSuites)].join(', ')}
  FILTER  part of the name of test files`;

const out = process.stdout;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true));

process.exitCode = await main();

async function main() {
  const asked = readArguments();
  if (typeof asked === 'number') return asked;
  const scratch = mkdtempSync(join(tmpdir(), 'vocr-test-'));
  const results = [];
  const record = (name, result, begun) => {
    results.push(result);
    out.write(`${formatResult(name, result, performance.now() - begun)}\n`);
  };
  let services;
  try {
    demandNode();
    await installDependencies();
    const checks = [...asked.statics];
    const check = async () => {
      for (let name = checks.shift(); name && !interrupted; name = checks.shift()) {
        const begun = performance.now();
        record(name, await runStatic(name), begun);
      }
    };
    await Promise.all([check(), check()]);
    const begun = performance.now();
    await buildIfNeeded();
    if (asked.build) record('build', { ...nothing, passed: 1 }, begun);
    services = await import('./services.mjs').then(({ Services }) => new Services(scratch));
    for (const [name, needs] of asked.suites) {
      if (interrupted) break;
      const start = performance.now();
      if (countTestFiles(name) === 0) {
        out.write(`– ${name}: there are no tests yet\n`);
        continue;
      }
      out.write(`\n── ${name}\n`);
      const env = { ...(await services.provide(needs)), ...(asked.full ? { VOCR_TEST_FULL: '1' } : {}) };
      record(name, await runSuite(name, asked.filters, env, scratch), start);
    }
  } catch (error) {
    if (!(error instanceof PrepareFailed)) await explain(error);
    results.push(failure(`the preparation: ${error.message}`));
  }
  results.push(await finish(services, scratch));
  const totals = results.reduce(add, nothing);
  if (interrupted) out.write('Interrupted: not everything ran.\n');
  out.write(`${formatFailures(totals)}${formatTotals(totals)}\n`);
  return totals.failed > 0 || interrupted ? 1 : 0;
}

/** Ends what was started and looks for what was left behind: a failure each. */
async function finish(services, scratch) {
  if (!services) {
    rmSync(scratch, { recursive: true });
    return nothing;
  }
  const begun = performance.now();
  try {
    const left = await services.leftBehind();
    for (const thing of left) out.write(`  left behind: ${thing}\n`);
    if (left.length > 0)
      out.write(
        `${formatResult('nothing left behind', { ...nothing, failed: 1 }, performance.now() - begun)}\n`,
      );
    await services.stop();
    rmSync(scratch, { recursive: true });
    return left.length > 0 ? failure(`left behind: ${left.join(', ')}`) : nothing;
  } catch (error) {
    await explain(error);
    out.write(`  logs are kept in ${scratch}\n`);
    return failure(`the end of what was started: ${error.message}`);
  }
}

/** Shows an error with what the launcher's own errors tell beyond their message. */
async function explain(error) {
  const describe = await import('../dist/apps/cli/reporting/problem.js').then(
    ({ Problem, describeProblem }) => (error instanceof Problem ? describeProblem(error) : undefined),
    () => undefined,
  );
  out.write(`${describe ?? (error instanceof Error ? error.stack : String(error))}\n`);
}

/** What is to run, or the exit code when it is clear already. */
function readArguments() {
  let parsed;
  try {
    const options = {
      only: { type: 'string' },
      full: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    };
    parsed = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    process.stderr.write(`${error.message}\n${help}\n`);
    return 2;
  }
  if (parsed.values.help) {
    out.write(`${help}\n`);
    return 0;
  }
  process.chdir(root);
  const all = { ...suites, ...(parsed.values.full ? fullSuites : {}) };
  const allStatics = [...statics, ...(parsed.values.full ? fullStatics : [])];
  const known = [...allStatics, 'build', ...Object.keys(all)];
  const only = parsed.values.only?.split(',') ?? known;
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no step ${unknown.join(', ')}.\n${help}\n`);
    return 2;
  }
  return {
    statics: allStatics.filter((name) => only.includes(name)),
    build: only.includes('build'),
    suites: Object.entries(all).filter(([name]) => only.includes(name)),
    filters: parsed.positionals,
    /** Suites that have a sample of themselves run whole. */
    full: parsed.values.full === true,
  };
}
