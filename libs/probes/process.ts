import type { ProcessProbe } from '#scenario';
import { askLimitMs, brief, failed, passed, unknown, type Answer } from './answer.js';
import { inside } from './inside.js';
import type { Target } from './target.js';

const killed = 137;

/** Looks for a process in the node. A process calls itself what it likes: forgeable. */
export async function askProcess(probe: ProcessProbe, target: Target): Promise<Answer> {
  const { exitCode, timedOut, stdout, stderr } = await inside(target, 'exec "$0" ps -o user,args', []);
  if (timedOut || exitCode === killed)
    return unknown(`the processes were not told within ${askLimitMs / 1000} s`);
  if (exitCode !== 0) return unknown(`the processes cannot be told: ${brief(stderr) || `code ${exitCode}`}`);
  return judgeProcess(probe, stdout);
}

/** Looks for the process in a list of users and command lines. */
export function judgeProcess({ contains, user, running }: ProcessProbe, list: string): Answer {
  const lines = list
    .split('\n')
    .slice(1)
    .map((line) => /^(\S+)\s+(.*)$/.exec(line.trim()));
  const found = lines.filter((line) => line?.[2]?.includes(contains));
  const what = `a process with ${JSON.stringify(brief(contains, 60))}`;
  const fits = found.some((line) => user === undefined || line?.[1] === user);
  if (fits) return running ? passed(`${what} runs`) : failed(`${what} runs`);
  if (running && found.length > 0) return failed(`${what} runs as ${found[0]?.[1]} instead of ${user}`);
  return running ? failed(`${what} does not run`) : passed(`${what} does not run`);
}
