import { didYouMean, nearest } from '../nearest.js';
import type { Finding } from '../problem.js';
import { type Subject, isUnknown, solutionFile } from './subject.js';

/** Every name that stands for something declared elsewhere. */
export function* references(subject: Subject): Iterable<Finding> {
  for (const { kind, name, ...place } of everyReference(subject)) {
    const declared = subject.declared[kind];
    if (declared.has(name) || isUnknown(kind, subject)) continue;
    const mend = didYouMean(nearest(name, declared), declared);
    yield { ...place, message: `there is no ${kind.slice(0, -1)} ${name}`, mend };
  }
}

interface Reference extends Pick<Finding, 'file' | 'path' | 'onKey'> {
  kind: keyof Subject['declared'];
  name: string;
}

function* everyReference({ scenario, solution }: Subject): Iterable<Reference> {
  for (const [node, { networks }] of Object.entries(scenario.nodes)) {
    for (const name of Object.keys(networks)) {
      yield { kind: 'networks', name, path: ['nodes', node, 'networks', name], onKey: true };
    }
  }
  for (const [index, task] of scenario.tasks.entries()) {
    for (const [at, { node, from }] of (task.check ?? []).entries()) {
      yield { kind: 'nodes', name: node, path: ['tasks', index, 'check', at, 'node'] };
      if (from !== undefined)
        yield { kind: 'nodes', name: from, path: ['tasks', index, 'check', at, 'from'] };
    }
    for (const [at, name] of task.requires.entries()) {
      yield { kind: 'tasks', name, path: ['tasks', index, 'requires', at] };
    }
  }
  for (const [index, { task, node }] of (solution?.steps ?? []).entries()) {
    yield { kind: 'tasks', name: task, file: solutionFile, path: ['steps', index, 'task'] };
    yield { kind: 'nodes', name: node, file: solutionFile, path: ['steps', index, 'node'] };
  }
}
