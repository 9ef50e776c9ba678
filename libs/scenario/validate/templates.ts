import { didYouMean, nearest } from '../nearest.js';
import type { Finding } from '../problem.js';
import { type Template, templatesIn } from '../templates.js';
import { isSecret } from '../variables.js';
import type { Use } from '../schema/meaning.js';
import { placements } from './placement.js';
import { type Subject, isUnknown } from './subject.js';

/** A template, what the text it stands in is for, and where that is. */
export interface Found {
  template: Template;
  use: Use;
  place: Pick<Finding, 'file' | 'path' | 'within' | 'offset'>;
}

/** Templates that name nothing, show a secret, or stand where they are not resolved; variables that nothing uses. */
export function* templates(subject: Subject): Iterable<Finding> {
  const names = namesOf(subject);
  const used = new Set<string>();
  for (const { template, use, place } of everyTemplate(subject)) {
    used.add(template.name);
    const wrong = fault(template, use, names, subject);
    if (wrong) yield { ...place, ...wrong };
  }
  if (subject.lost.length > 0) return;
  for (const name of Object.keys(subject.scenario.variables)) {
    if (used.has(name)) continue;
    const message = `variable ${name} is not used`;
    yield { path: ['variables', name], onKey: true, severity: 'warning', message };
  }
}

/** What a template may name: a variable, or the address of a node that has one. */
function namesOf({ scenario, declared }: Subject): Set<string> {
  const whole = [...declared.nodes].filter((node) => {
    const links = Object.hasOwn(scenario.nodes, node) ? scenario.nodes[node]!.networks : undefined;
    return links === undefined || Object.keys(links).length > 0;
  });
  return new Set([...declared.variables, ...whole.map((node) => `nodes.${node}.ip`)]);
}

function fault(
  { name, source }: Template,
  use: Use,
  names: ReadonlySet<string>,
  subject: Subject,
): Pick<Finding, 'message' | 'mend'> | undefined {
  const escape = `or write \\${source} if the text itself is meant`;
  if (use === 'plain')
    return { message: `${source} is not resolved here`, mend: `write a fixed text, ${escape}` };
  if (!names.has(name)) {
    if (isUnknown(name.startsWith('nodes.') ? 'nodes' : 'variables', subject)) return undefined;
    const mend = didYouMean(nearest(name, names), names) ?? 'declare it under variables';
    return { message: `there is no variable ${name}`, mend: `${mend} ${escape}` };
  }
  const { variables } = subject.scenario;
  const { secret, because } = placements[use];
  if (secret || !Object.hasOwn(variables, name) || !isSecret(variables[name]!)) return undefined;
  const mend = use === 'text' ? 'leave it out' : 'give it to the node in a file';
  return { message: `${name} is secret, and this ${because}`, mend };
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
