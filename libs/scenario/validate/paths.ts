import { didYouMean, nearest } from '../nearest.js';
import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import { type Subject, scenarioFile, solutionFile } from './subject.js';

/** `from` and `build` name what is in the folder; what is in the folder is named by something. */
export function* paths(subject: Subject): Iterable<Finding> {
  const { files, lost } = subject;
  const used = new Set<string>();
  for (const { path, value, meaning } of subject.marked.scenario) {
    if (meaning.inFolder === undefined) continue;
    const target = String(value);
    const name = meaning.inFolder === 'image' ? target.replace(/\/$/, '') : target;
    used.add(name);
    const faults = meaning.inFolder === 'image' ? buildFaults : missing;
    yield* leaving(path, target) ?? faults(path, name, files);
    if (name === scenarioFile || name === solutionFile)
      yield { path, message: `${name} holds the answers: no node may have it` };
  }
  if (lost.length === 0) yield* unused(used, files);
}

function leaving(path: Path, target: string): Finding[] | undefined {
  const plain = target
    .split('/')
    .every(
      (part, index, all) =>
        part !== '..' && part !== '.' && (part !== '' || (index > 0 && index === all.length - 1)),
    );
  if (plain && !target.includes('\\') && !target.includes('\0')) return undefined;
  return [{ path, message: `${target} must be a path inside the scenario's folder, without . or ..` }];
}

function* buildFaults(path: Path, folder: string, files: ReadonlyMap<string, Uint8Array>): Iterable<Finding> {
  if (files.has(`${folder}/Dockerfile`)) return;
  const folders = [...files.keys()]
    .filter((file) => file.endsWith('/Dockerfile'))
    .map((file) => file.slice(0, -'/Dockerfile'.length));
  const mend = didYouMean(nearest(folder, folders), folders) ?? 'put a Dockerfile there';
  yield { path, message: `there is no ${folder}/Dockerfile in the scenario's folder`, mend };
}

function* missing(path: Path, from: string, files: ReadonlyMap<string, Uint8Array>): Iterable<Finding> {
  if (files.has(from)) return;
  yield {
    path,
    message: `there is no file ${from} in the scenario's folder`,
    mend: didYouMean(nearest(from, files.keys()), []),
  };
}

function* unused(used: ReadonlySet<string>, files: ReadonlyMap<string, Uint8Array>): Iterable<Finding> {
  const idle = new Set<string>();
  for (const file of files.keys()) {
    const [top, second] = file.split('/');
    if (top === 'files' && !used.has(file)) idle.add(file);
    if (top === 'images' && ![...used].some((folder) => file.startsWith(`${folder}/`) || file === folder)) {
      idle.add(`${top}/${second}`);
    }
  }
  for (const file of idle) {
    yield {
      file,
      severity: 'warning',
      message: 'is used by no node',
      mend: 'remove it, or name it in a node',
    };
  }
}
