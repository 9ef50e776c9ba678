import { didYouMean, nearest } from '../nearest.js';
import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import type { Attack } from '../schema.js';
import { type Subject, isCut } from './subject.js';

/** Steps that need what comes after them, or what no step does; and steps named elsewhere that there are not. */
export function* attacks(subject: Subject): Iterable<Finding> {
  for (const [name, { steps }] of Object.entries(subject.scenario.attacks)) {
    // What a step that is wrong would learn is not known.
    if (isCut(['attacks', name], subject)) continue;
    for (const [index, step] of steps.entries()) {
      const at = ['attacks', name, 'steps', index, 'requires'];
      yield* stepFaults(step.requires.steps, steps, index, [...at, 'steps']);
      yield* factFaults(step.requires.facts, steps.slice(0, index), [...at, 'facts']);
    }
  }
  for (const { path, value, meaning } of subject.marked.scenario) {
    if (!meaning.isStep) continue;
    const { attack, step } = value as { attack: string; step: string };
    // That there is no such attack is said elsewhere.
    if (!Object.hasOwn(subject.scenario.attacks, attack) || isCut(['attacks', attack], subject)) continue;
    const ids = subject.scenario.attacks[attack]!.steps.map(({ id }) => id);
    if (ids.includes(step)) continue;
    yield {
      path: [...path, 'step'],
      message: `attack ${attack} has no step ${step}`,
      mend: didYouMean(nearest(step, ids), ids),
    };
  }
}

function* stepFaults(
  required: readonly string[],
  steps: Attack['steps'],
  index: number,
  path: Path,
): Iterable<Finding> {
  const ids = steps.map(({ id }) => id);
  const before = ids.slice(0, index);
  for (const [at, id] of required.entries()) {
    if (before.includes(id)) continue;
    const message = ids.includes(id) ? `step ${id} does not come before this one` : `there is no step ${id}`;
    const mend = didYouMean(nearest(id, before), before) ?? 'the first step can require none';
    yield { path: [...path, at], message, mend };
  }
}

function* factFaults(required: readonly string[], before: Attack['steps'], path: Path): Iterable<Finding> {
  const known = before.flatMap(({ facts }) => Object.keys(facts));
  for (const [at, fact] of required.entries()) {
    if (known.includes(fact)) continue;
    const message = `no step before this one learns ${fact}`;
    const mend = didYouMean(nearest(fact, known), known) ?? 'let a step before it have it under `facts`';
    yield { path: [...path, at], message, mend };
  }
}
