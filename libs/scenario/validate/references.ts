import { didYouMean, nearest } from '../nearest.js';
import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import { type Subject, solutionFile } from './subject.js';

/** Every name that stands for something declared elsewhere. */
export function* references({ scenario, solution, declared }: Subject): Iterable<Finding> {
  for (const [node, { networks }] of Object.entries(scenario.nodes)) {
    for (const network of Object.keys(networks)) {
      yield* dangling('network', network, declared.networks, {
        path: ['nodes', node, 'networks', network],
        onKey: true,
      });
    }
  }
  for (const [index, task] of scenario.tasks.entries()) {
    for (const [at, check] of (task.check ?? []).entries()) {
      yield* dangling('node', check.node, declared.nodes, { path: ['tasks', index, 'check', at, 'node'] });
    }
    for (const [at, required] of task.requires.entries()) {
      const path: Path = ['tasks', index, 'requires', at];
      yield* dangling('task', required, declared.tasks, { path });
    }
  }
  for (const [index, step] of (solution?.steps ?? []).entries()) {
    yield* dangling('task', step.task, declared.tasks, {
      file: solutionFile,
      path: ['steps', index, 'task'],
    });
    yield* dangling('node', step.node, declared.nodes, {
      file: solutionFile,
      path: ['steps', index, 'node'],
    });
  }
}

type Place = Pick<Finding, 'file' | 'path' | 'onKey'>;

function* dangling(
  kind: string,
  name: string,
  declared: ReadonlySet<string>,
  place: Place,
): Iterable<Finding> {
  if (declared.has(name)) return;
  yield {
    ...place,
    message: `there is no ${kind} ${name}`,
    mend: didYouMean(nearest(name, declared), declared),
  };
}
