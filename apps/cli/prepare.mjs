// Makes a fresh checkout runnable: dependencies and build. Plain JavaScript on Node's own modules, because nothing else is there yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Progress goes to standard error: standard output belongs to the command that follows. */
const out = process.stderr;
const logs = join(resolve(root, process.env.VOCR_DATA || '.vocr'), 'logs');
/** Oldest Node that VOCR runs on, as in package.json. */
const leastNode = [20, 19];

/** A step that failed; its text has been shown. */
export class PrepareFailed extends Error {}

/** Sees that this Node is new enough. */
export function demandNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  fail(`VOCR needs Node ${leastNode.join('.')} or later; this is ${process.versions.node}.`, [
    'install a newer one from https://nodejs.org/ or with your package manager',
  ]);
}

/** Installs the dependencies when they are missing or older than package-lock.json. Returns whether it did. */
export async function installDependencies() {
  const installed = modified(join(root, 'node_modules/.package-lock.json'));
  if (installed !== undefined && installed >= modified(join(root, 'package-lock.json'))) return false;
  await run('npm dependencies', 'npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], 'npm-ci.log');
  return true;
}

/** Builds when what was built is not of these sources. Returns whether it did. */
export async function buildIfNeeded() {
  const stamp = join(root, 'dist/.built');
  const print = fingerprint();
  if (
    existsSync(join(root, 'dist/apps/cli/main.js')) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === print
  ) {
    return false;
  }
  await run('Build', 'npm', ['run', 'build'], 'build.log');
  writeFileSync(stamp, print);
  return true;
}

/** What is not a source, though it lies among them. */
const notSource = new Set(['dist', 'node_modules']);

/** Changes whenever any file that the build reads is changed, added or removed. */
function fingerprint() {
  const hash = createHash('sha256');
  const look = (path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      for (const name of readdirSync(path).sort()) if (!notSource.has(name)) look(join(path, name));
    } else if (found) {
      hash.update(`${path}\0${found.size}\0${found.mtimeMs}\n`);
    }
  };
  for (const name of [
    'package-lock.json',
    'package.json',
    'nest-cli.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'apps',
    'libs',
  ]) {
    look(join(root, name));
  }
  return hash.digest('hex');
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** Runs one step, shows how long it takes, and keeps its output in a log. */
async function run(title, command, args, logName) {
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const logPath = join(logs, logName);
  const log = createWriteStream(logPath, { mode: 0o600 });
  const begun = performance.now();
  const elapsed = () => `${((performance.now() - begun) / 1000).toFixed(1)} s`;
  const live = out.isTTY;
  if (!live) out.write(`… ${title}\n`);
  const timer = live && setInterval(() => out.write(`\r\x1b[2K… ${title}  ${elapsed()}`), 200);
  let tail = '';
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      log.write(text);
      tail = (tail + text).slice(-4_000);
    });
  }
  const failure = await new Promise((done) => {
    child.once('error', (error) => done(`could not be run: ${error.message}`));
    child.once('close', (code, by) =>
      done(code === 0 ? undefined : by ? `was ended by ${by}` : `ended with code ${code}`),
    );
  });
  clearInterval(timer);
  await new Promise((done) => log.end(done));
  out.write(`${live ? '\r\x1b[2K' : ''}${failure ? '✗' : '✓'} ${title}  (${elapsed()})\n`);
  if (!failure) return;
  const line = [command, ...args].join(' ');
  fail(
    `\`${line}\` ${failure}.`,
    [`run by hand: cd ${root} && ${line}`],
    tail.trimEnd().split('\n').slice(-15),
    logPath,
  );
}

function fail(what, mends, tail = [], log = undefined) {
  const lines = [what, ...tail.map((line) => `  | ${line}`), ...(log ? [`  full output: ${log}`] : [])];
  process.stderr.write(`${[...lines, ...mends.map((mend) => `  to mend it: ${mend}`)].join('\n')}\n`);
  throw new PrepareFailed(what);
}
