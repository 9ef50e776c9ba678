import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { findInstallation } from './installation/installation.js';
import { Problem } from './reporting/problem.js';
import { FoundWrong } from './reporting/found-wrong.js';

/** Something that can be measured: a file of tests, run with an engine and services of its own. */
interface Bench {
  /** Suite of `npm test` that it belongs to. */
  suite: 'bench' | 'chaos';
  /** Part of its files' names; without it the whole suite. */
  filter?: string;
  what: string;
}

const benches: Record<string, Bench> = {
  cold: { suite: 'bench', filter: 'cold', what: 'cold launches of one range, beside the bare engine' },
  burst: { suite: 'bench', filter: 'burst', what: '30 ranges at once, beside the bare engine' },
  warm: { suite: 'bench', filter: 'warm', what: 'from the claim of a warm range to its prompt' },
  flat: { suite: 'bench', filter: 'flat', what: 'the cost of a range, from the 1st to the 100th' },
  start: {
    suite: 'bench',
    filter: 'press-start',
    what: '300 learners of a class who press Start within a minute',
  },
  scoring: {
    suite: 'bench',
    filter: 'scoring',
    what: 'the fold of a million events, and a change of the board',
  },
  answers: { suite: 'bench', filter: 'answers', what: '500 answers at once, beside bare INSERTs' },
  stream: {
    suite: 'bench',
    filter: 'stream.test',
    what: 'an event to 2,000 clients, beside a bare broadcast',
  },
  seek: { suite: 'bench', filter: 'seek', what: 'an exercise of a million events as it was at any moment' },
  all: { suite: 'bench', what: 'all of these' },
  chaos: {
    suite: 'chaos',
    filter: 'chaos.test',
    what: 'rounds of kill -9 and restarts under a class at work; nothing may be lost, left or twice',
  },
};

/** `vocr bench`: what is measured on this machine, from a checkout. */
export function addBenchCommand(vocr: Command): void {
  const list = Object.entries(benches).map(([name, { what }]) => `  ${name.padEnd(7)} ${what}`);
  vocr
    .command('bench')
    .description('measure VOCR on this machine; with engines, databases and ports of its own')
    .addArgument(new Argument('[name]', 'what to measure').choices(Object.keys(benches)).default('all'))
    .option('--rounds <n>', 'how often; each bench has a number of its own', countFrom(1))
    .option('--seed <n>', 'chaos: seed of the first round; the others follow it', countFrom(0))
    .addHelpText('after', `\nWhat can be measured:\n${list.join('\n')}`)
    .action((name: string, options: { rounds?: number; seed?: number }) => run(name, options));
}

async function run(name: string, { rounds, seed }: { rounds?: number; seed?: number }): Promise<void> {
  const bench = benches[name]!;
  const { root } = findInstallation();
  const program = join(root, 'test/run.mjs');
  if (!existsSync(program)) {
    throw new Problem(`The benches are not part of this installation: ${program} is missing.`, {
      mend: 'run vocr bench in a checkout of the sources',
    });
  }
  const env = {
    ...process.env,
    ...(rounds === undefined ? {} : { BENCH_ROUNDS: String(rounds) }),
    ...(seed === undefined ? {} : { BENCH_SEED: String(seed) }),
  };
  const args = [program, '--full', '--only', `build,${bench.suite}`, ...(bench.filter ? [bench.filter] : [])];
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env });
  // Ctrl-C reaches the whole group: the benches end what they started, and this waits for them.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new FoundWrong();
}

/** Reads a whole number. @throws InvalidArgumentError when it is none, or too small */
function countFrom(least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`It is a whole number from ${least} on.`);
    }
    return number;
  };
}
