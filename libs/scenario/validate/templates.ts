import { didYouMean, nearest } from '../nearest.js';
import type { Path } from '../path.js';
import { teamNameTemplate } from '../places.js';
import type { Finding } from '../problem.js';
import type { Use } from '../schema/meaning.js';
import { type Template, templatesIn } from '../templates.js';
import { isSecret } from '../variables.js';
import { placements } from './placement.js';
import { type Subject, isCut, isUnknown } from './subject.js';
import { declarerOf, factPrefix, factsAt, namesOf } from './template-names.js';

/** A template, what the text it stands in is for, and where that is. */
export interface Found {
  template: Template;
  use: Use;
  place: Pick<Finding, 'file' | 'path' | 'within' | 'offset'>;
}

type Fault = Pick<Finding, 'message' | 'mend'>;

/** Templates that name nothing, show what they must not, or stand where they are not resolved; variables that nothing uses. */
export function* templates(subject: Subject): Iterable<Finding> {
  const names = namesOf(subject);
  const used = new Set<string>();
  for (const { template, use, place } of everyTemplate(subject)) {
    used.add(template.name);
    const wrong = fault(template, use, place.path ?? [], names, subject);
    if (wrong) yield { ...place, ...wrong };
  }
  if (subject.lost.length > 0) return;
  for (const name of Object.keys(subject.scenario.variables)) {
    if (used.has(name)) continue;
    const message = `variable ${name} is not used`;
    yield { path: ['variables', name], onKey: true, severity: 'warning', message };
  }
}

function fault(
  { name, source }: Template,
  use: Use,
  path: Path,
  names: ReadonlySet<string>,
  subject: Subject,
): Fault | undefined {
  const escape = `or write \\${source} if the text itself is meant`;
  if (use === 'plain')
    return { message: `${source} is not resolved here`, mend: `write a fixed text, ${escape}` };
  if (name.startsWith(factPrefix)) return factFault(name, use, path, subject);
  if (!names.has(name)) {
    if (isUnknown(declarerOf(name), subject)) return undefined;
    const mend = didYouMean(nearest(name, names), names) ?? 'declare it under variables';
    return { message: `there is no variable ${name}`, mend: `${mend} ${escape}` };
  }
  const may = placements[use];
  if (name === teamNameTemplate && !may.teamName) {
    return {
      message: `${name} is chosen by who plays, and this ${may.is}`,
      mend: 'use it in texts and in files only',
    };
  }
  const { variables } = subject.scenario;
  if (may.secret || !Object.hasOwn(variables, name) || !isSecret(variables[name]!)) return undefined;
  const mend = use === 'text' ? 'leave it out' : 'give it to the node in a file';
  return { message: `${name} is secret, and this ${may.is}`, mend };
}

function factFault(name: string, use: Use, path: Path, subject: Subject): Fault | undefined {
  if (use === 'plain' || !placements[use].facts) {
    return {
      message: `${name} is known only to the commands of an attack`,
      mend: 'use it in `run` of a step',
    };
  }
  const known = factsAt(path, subject);
  if (known.includes(name) || isCut(path.slice(0, 2), subject)) return undefined;
  return {
    message: `no step before this one learns ${name}`,
    mend: didYouMean(nearest(name, known), known) ?? 'let a step before it have it under `facts`',
  };
}

/** Every template of a scenario's folder. */
export function* everyTemplate({ marked, texts }: Pick<Subject, 'marked' | 'texts'>): Iterable<Found> {
  for (const { path, value, meaning, isKey } of marked.scenario) {
    if (typeof value !== 'string' || isKey) continue;
    for (const template of templatesIn(value)) {
      yield { template, use: meaning.use, place: { path, within: template.source } };
    }
  }
  for (const [file, text] of texts) {
    const use = /^brief\.[^/]*\.md$/.test(file) ? 'text' : 'file';
    for (const template of templatesIn(text))
      yield { template, use, place: { file, offset: template.offset } };
  }
}
