import type { FileProbe } from '#scenario';
import {
  askLimitMs,
  brief,
  failed,
  outputLimit,
  passed,
  unknown,
  wrongTexts,
  type Answer,
} from './answer.js';
import { inside } from './inside.js';
import type { Target } from './target.js';

/** No shell's own code, so that it is surely this script that says so. */
const absent = 44;
const killed = 137;

/** Links are followed, as whoever reads the file does. `$0` is the platform's box of tools. */
const script = `
[ -e "$1" ] || exit ${absent}
"$0" stat -L -c '%a %u %g %U %G %F' "$1" || exit 1
if [ -f "$1" ]; then
  if [ -n "$2" ]; then "$0" sha256sum <"$1" || exit 1; fi
  "$0" echo "-"
  if [ -n "$3" ]; then "$0" head -c "$3" <"$1" || exit 1; fi
fi
exit 0`;

/** Looks at a file in the node. Whoever is root there can write it: forgeable. */
export async function askFile(probe: FileProbe, target: Target): Promise<Answer> {
  const wantsContent = probe.contains.length + probe.lacks.length > 0;
  const words = [probe.path, probe.sha256 ? 'hash' : '', wantsContent ? String(outputLimit - 1_000) : ''];
  const { exitCode, timedOut, stdout, stderr } = await inside(target, script, words);
  const name = brief(probe.path, 100);
  if (timedOut || exitCode === killed) return unknown(`${name} was not read within ${askLimitMs / 1000} s`);
  if (exitCode === absent)
    return probe.exists ? failed(`${name} is not there`) : passed(`${name} is not there`);
  if (exitCode !== 0) return unknown(`${name} cannot be looked at: ${brief(stderr) || `code ${exitCode}`}`);
  if (!probe.exists) return failed(`${name} is there`);
  return judgeFile(probe, name, stdout);
}

/** Compares what the script said of a file with what is expected. */
export function judgeFile(probe: FileProbe, name: string, said: string): Answer {
  const [facts = '', ...rest] = said.split('\n');
  const [mode = '', uid = '', gid = '', user = '', group = '', ...kind] = facts.split(' ');
  const digits = (text: string) => text.replace(/^0+(?=.{3})/, '');
  if (probe.mode !== undefined && digits(mode) !== digits(probe.mode))
    return failed(`${name} has mode ${mode} instead of ${probe.mode}`);
  if (probe.owner !== undefined && ![uid, user].includes(probe.owner))
    return failed(`${name} belongs to ${user} instead of ${probe.owner}`);
  if (probe.group !== undefined && ![gid, group].includes(probe.group))
    return failed(`${name} belongs to the group ${group} instead of ${probe.group}`);
  if (!(probe.sha256 ?? (probe.contains[0] || probe.lacks[0]))) return passed(`${name} is as it must be`);
  if (!kind.join(' ').startsWith('regular')) return failed(`${name} is no file but a ${kind.join(' ')}`);
  const hash = probe.sha256 === undefined ? undefined : rest.shift()?.slice(0, 64);
  if (hash !== probe.sha256) return failed(`${name} has another content than it must`);
  const wrong = wrongTexts(rest.slice(1).join('\n'), probe);
  return wrong === undefined ? passed(`${name} is as it must be`) : failed(`${name} ${wrong}`);
}
