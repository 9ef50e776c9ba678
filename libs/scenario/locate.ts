import { pathText } from './path.js';
import type { Finding, Problem } from './problem.js';
import { positionIn } from './text-file.js';
import type { YamlFile } from './yaml-file.js';

/** Problems told of one file; a file that is no scenario at all could have a hundred thousand. */
const limit = 100;

/**
 * Findings as problems with their lines and columns, sorted by file and place, each once.
 * @param sources the files that could be read, by path
 */
export function locate(findings: Finding[], sources: ReadonlyMap<string, YamlFile | string>): Problem[] {
  const byFile = new Map<string, Map<string, Problem>>();
  for (const finding of findings) {
    const problem = problemOf(finding, sources);
    const known = byFile.get(problem.file) ?? new Map<string, Problem>();
    byFile.set(problem.file, known);
    known.set(`${problem.line}:${problem.column} ${problem.message}`, problem);
  }
  const files = [...byFile.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return files.flatMap((file) => {
    const problems = byFile.get(file)!;
    const sorted = [...problems.values()].sort((a, b) => a.line - b.line || a.column - b.column);
    if (sorted.length <= limit) return sorted;
    // Errors first: a cut list must not hide the reason why a scenario is refused.
    const worst = [...sorted].sort(
      (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
    );
    const next = {
      ...worst[limit]!,
      message: 'has more problems than are told here',
      mend: 'mend these first',
    };
    return [...worst.slice(0, limit), next];
  });
}

/** The two YAML files first, then all others. */
function rank(file: string): number {
  return file === 'scenario.yaml' ? 0 : file === 'solution.yaml' ? 1 : 2;
}

function problemOf(finding: Finding, sources: ReadonlyMap<string, YamlFile | string>): Problem {
  const file = finding.file ?? 'scenario.yaml';
  const source = sources.get(file);
  let place = { line: 1, column: 1 };
  if (typeof source === 'string') place = positionIn(source, finding.offset ?? 0);
  else if (source) place = source.position(finding);
  return {
    file,
    ...place,
    message: finding.message,
    ...(finding.mend === undefined ? {} : { mend: finding.mend }),
    severity: finding.severity ?? 'error',
    ...(finding.path?.length ? { path: pathText(finding.path) } : {}),
  };
}
