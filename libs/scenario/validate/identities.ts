import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { Subject } from './subject.js';

/** What must be there once: ids of tasks and hints, languages, prerequisites, files' paths in a node. */
export function* identities({ scenario }: Subject): Iterable<Finding> {
  yield* twice('the language', scenario.languages, (index) => ['languages', index]);
  yield* twice(
    'the task id',
    scenario.tasks.map(({ id }) => id),
    (index) => ['tasks', index, 'id'],
  );
  for (const [index, task] of scenario.tasks.entries()) {
    const hints = task.hints.map(({ id }) => id);
    yield* twice('the hint id', hints, (at) => ['tasks', index, 'hints', at, 'id']);
    yield* twice('the prerequisite', task.requires, (at) => ['tasks', index, 'requires', at]);
  }
  for (const [node, { files }] of Object.entries(scenario.nodes)) {
    const paths = files.map(({ path }) => path);
    yield* twice('the file', paths, (at) => ['nodes', node, 'files', at, 'path']);
  }
}

function* twice(what: string, names: readonly string[], place: (index: number) => Path): Iterable<Finding> {
  const seen = new Set<string>();
  for (const [index, name] of names.entries()) {
    if (seen.has(name)) yield { path: place(index), message: `${what} ${name} is there twice` };
    seen.add(name);
  }
}
