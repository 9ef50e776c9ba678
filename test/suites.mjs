// Runs the checks of package.json and the suites of vitest, and counts what came of them.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../apps/cli/prepare.mjs';
import { countReport, failure, nothing } from './totals.mjs';

/** Runs one script of package.json; its output is shown when it fails. */
export async function runStatic(name) {
  process.stdout.write(`… ${name}\n`);
  const child = spawn('npm', ['run', '--silent', name], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const wrong = await ended(child);
  if (wrong === undefined) return { ...nothing, passed: 1 };
  process.stdout.write(Buffer.concat(output));
  process.stdout.write(`\`npm run ${name}\` ${wrong}\n`);
  return failure(`${name}: \`npm run ${name}\` ${wrong}`);
}

/** Runs one suite with its output as it comes. */
export async function runSuite(name, filters, env, scratch) {
  const report = join(scratch, `${name}.json`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const args = [vitest, 'run', '--project', name, ...reporters, '--passWithNoTests', ...filters];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env });
  const wrong = await ended(child);
  if (!existsSync(report)) {
    process.stdout.write(`vitest ${wrong ?? 'ended'} without a report\n`);
    return failure(`${name}: vitest ${wrong ?? 'ended'} without a report`);
  }
  return countReport(JSON.parse(readFileSync(report, 'utf8')), wrong === undefined ? 0 : 1);
}

/** How many files of tests a suite has. */
export function countTestFiles(suite) {
  const isUnit = suite === 'unit';
  const folders = isUnit ? ['apps', 'libs'] : [`test/${suite}`];
  const ending = isUnit ? '.spec.ts' : '.test.ts';
  return folders
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, { recursive: true }))
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules')).length;
}

/** How a program failed, or undefined when it did not. */
function ended(child) {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be run: ${error.message}`));
    child.once('close', (code, by) =>
      resolve(code === 0 ? undefined : by ? `was ended by ${by}` : `ended with code ${code}`),
    );
  });
}
