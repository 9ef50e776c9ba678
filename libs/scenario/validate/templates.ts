import { didYouMean, nearest } from '../nearest.js';
import type { Path } from '../path.js';
import type { Finding } from '../problem.js';
import { type Template, templatesIn } from '../templates.js';
import { isSecret } from '../variables.js';
import { type Use, secretUses, useAt } from './placement.js';
import type { Subject } from './subject.js';

interface Found {
  template: Template;
  use: Use;
  place: Pick<Finding, 'file' | 'path' | 'within' | 'offset'>;
}

const because: Partial<Record<Use, string>> = {
  text: 'is read by the learner',
  environment: 'can be read by every process of the node',
  argument: 'can be read by every process of the node',
};

/** Templates that name nothing, show a secret, or stand where they are not resolved; variables that nothing uses. */
export function* templates(subject: Subject): Iterable<Finding> {
  const { scenario, declared, lost } = subject;
  const addresses = Object.keys(scenario.nodes)
    .filter((node) => Object.keys(scenario.nodes[node]!.networks).length > 0)
    .map((node) => `nodes.${node}.ip`);
  const known = new Set([...declared.variables, ...addresses]);
  const used = new Set<string>();
  for (const { template, use, place } of everyTemplate(subject)) {
    const { name, source } = template;
    used.add(name);
    const escape = `or \\${source} if the text itself is meant`;
    const node = /^nodes\.(.+)\.ip$/.exec(name)?.[1];
    if (use === 'plain') {
      yield { ...place, message: `${source} is not resolved here`, mend: `write the text itself, ${escape}` };
    } else if (!known.has(name) && !(node !== undefined && declared.nodes.has(node) && lost.length > 0)) {
      const mend = `${didYouMean(nearest(name, known), known) ?? 'declare it under variables'} ${escape}`;
      yield { ...place, message: `there is no variable ${name}`, mend };
    } else if (
      Object.hasOwn(scenario.variables, name) &&
      isSecret(scenario.variables[name]!) &&
      !secretUses.has(use)
    ) {
      const mend = 'give it to the node in a file';
      yield {
        ...place,
        message: `${name} is secret, and this ${because[use]}`,
        ...(use === 'text' ? {} : { mend }),
      };
    }
  }
  if (lost.length > 0) return;
  for (const name of Object.keys(scenario.variables)) {
    if (used.has(name)) continue;
    yield {
      path: ['variables', name],
      onKey: true,
      severity: 'warning',
      message: `variable ${name} is not used`,
    };
  }
}

function* everyTemplate({ scenario, texts }: Subject): Iterable<Found> {
  for (const { path, text } of strings(scenario, [])) {
    for (const template of templatesIn(text)) {
      yield { template, use: useAt(path), place: { path, within: template.source } };
    }
  }
  for (const [file, text] of texts) {
    const use = /^brief\.[^/]*\.md$/.test(file) ? 'text' : 'file';
    for (const template of templatesIn(text))
      yield { template, use, place: { file, offset: template.offset } };
  }
}

function* strings(value: unknown, path: Path): Iterable<{ path: Path; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* strings(item, [...path, index]);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) yield* strings(inner, [...path, key]);
  }
}
