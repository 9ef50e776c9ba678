import { didYouMean, nearest } from '../nearest.js';
import type { Finding } from '../problem.js';
import type { Marked } from '../schema/marked.js';
import type { Named } from '../schema/meaning.js';
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
  kind: Named;
  name: string;
}

function* everyReference(subject: Subject): Iterable<Reference> {
  yield* referencesIn(subject.marked.scenario);
  for (const found of referencesIn(subject.marked.solution)) yield { ...found, file: solutionFile };
}

function* referencesIn(places: Iterable<Marked>): Iterable<Reference> {
  for (const { path, value, meaning, isKey } of places) {
    if (meaning.refers === undefined) continue;
    yield { kind: meaning.refers, name: String(value), path, ...(isKey ? { onKey: true } : {}) };
  }
}
