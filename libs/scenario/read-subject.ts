import type { Declaration } from './declaration.js';
import { templatedText } from './node-files.js';
import { valueAt } from './path.js';
import type { Finding } from './problem.js';
import { type Scenario, type Solution, scenarioSchema, solutionSchema } from './schema.js';
import { everyMarked } from './schema/marked.js';
import type { Named } from './schema/meaning.js';
import { textOf } from './text-file.js';
import type { Subject } from './validate/subject.js';

/** Most bytes of a brief or a Dockerfile. */
const textLimit = 256 * 1024;

/** What the rules look at, and what is wrong with the text files that they read. */
export function readSubject(
  files: ReadonlyMap<string, Uint8Array>,
  main: Declaration<Scenario> & { data: Scenario },
  solution: Declaration<Solution> | undefined,
): { subject: Subject; findings: Finding[] } {
  const texts = new Map<string, string>();
  const findings: Finding[] = [];
  for (const [file, bytes] of files) {
    if (!/^brief\.[^/]*\.md$/.test(file)) continue;
    const read = textOf(file, bytes, textLimit);
    if ('text' in read) texts.set(file, read.text);
    else findings.push(read.fault);
  }
  const marked = {
    scenario: [...everyMarked(scenarioSchema, main.data)],
    solution: [...everyMarked(solutionSchema, solution?.data)],
  };
  const dockerfiles = new Map<string, string>();
  for (const { value, meaning } of marked.scenario) {
    const file = `${String(value).replace(/\/$/, '')}/Dockerfile`;
    const bytes = meaning.inFolder === 'image' && !dockerfiles.has(file) ? files.get(file) : undefined;
    if (!bytes) continue;
    const read = textOf(file, bytes, textLimit);
    if ('text' in read) dockerfiles.set(file, read.text);
    else findings.push(read.fault);
  }
  for (const { value, meaning } of marked.scenario) {
    if (meaning.inFolder !== 'file' || texts.has(String(value))) continue;
    const text = templatedText(files.get(String(value)));
    if (text !== undefined) texts.set(String(value), text);
  }
  const raw = main.raw;
  const keys = (key: Named) => new Set(Object.keys(valueAt(raw, [key]) ?? {}));
  const subject: Subject = {
    scenario: main.data,
    ...(solution?.data ? { solution: solution.data } : {}),
    marked,
    files,
    texts,
    dockerfiles,
    declared: {
      networks: keys('networks'),
      nodes: keys('nodes'),
      variables: keys('variables'),
      tasks: taskIds(raw),
      services: keys('services'),
      attacks: keys('attacks'),
    },
    lost: [...main.lost, ...(solution?.lost ?? [])],
  };
  return { subject, findings };
}

function taskIds(raw: unknown): Set<string> {
  const tasks = valueAt(raw, ['tasks']);
  const ids = Array.isArray(tasks) ? tasks.map((task) => valueAt(task, ['id'])) : [];
  return new Set(ids.filter((id) => typeof id === 'string'));
}
