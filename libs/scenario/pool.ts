import { readDeclaration } from './declaration.js';
import { scenarioJsonSchema } from './json-schema.js';
import { locate } from './locate.js';
import { nodeFiles, templatedText, type PlacedFile } from './node-files.js';
import { teamNameTemplate } from './places.js';
import type { Finding, Problem } from './problem.js';
import { readSubject } from './read-subject.js';
import { scenarioSchema, type Scenario } from './schema.js';
import { templatesIn } from './templates.js';
import { scenarioFile } from './validate/subject.js';
import { everyTemplate } from './validate/templates.js';
import { teamValues } from './variables.js';
import type { YamlFile } from './yaml-file.js';

/** What of a node can stand before it is known whose it will be. */
export interface WarmNode {
  /** Files that hold no team value. */
  files: PlacedFile[];
  /** True when other files of it do: its first process must wait for them. */
  waits: boolean;
}

/** A template whose value differs from team to team. A text is the same for all, and so is where things are. */
const isTeams = ({ variables }: Pick<Scenario, 'variables'>, name: string): boolean =>
  name === teamNameTemplate || (Object.hasOwn(variables, name) && variables[name]!.type !== 'text');

/**
 * Why a scenario cannot be kept in a pool, by file, line and column: team values stand where they would have to be known
 * before a range is anyone's. None when it can: then they stand in nodes' files, and in what is asked of a range later.
 * @param files the folder of a scenario that validates
 */
export function poolFaults(files: ReadonlyMap<string, Uint8Array>): Problem[] {
  const bytes = files.get(scenarioFile);
  if (!bytes) return locate([{ message: 'there is no scenario.yaml' }], new Map());
  const main = readDeclaration(scenarioFile, bytes, scenarioSchema, scenarioJsonSchema);
  if (!main.data) return locate(main.findings, new Map());
  const { subject } = readSubject(files, { ...main, data: main.data }, undefined);
  const findings: Finding[] = [];
  for (const { template, use, place } of everyTemplate(subject)) {
    if (place.path?.[0] !== 'nodes' || use === 'file' || !isTeams(main.data, template.name)) continue;
    findings.push({
      ...place,
      path: main.original(place.path),
      message: `${template.name} differs per team, and this must be known before the range is a team's`,
      mend: 'put the value into a file of the node, and read it from there',
    });
  }
  const sources = new Map<string, YamlFile | string>();
  if (main.source) sources.set(main.file, main.source);
  return locate(findings, sources);
}

/**
 * What of each node a pool can prepare.
 * @param files the scenario's folder
 * @throws Error naming a file that the folder does not have
 */
export function warmNodes(
  scenario: Scenario,
  files: ReadonlyMap<string, Uint8Array>,
): Record<string, WarmNode> {
  const same = sharedValues(scenario);
  const hasTeams = (file: Scenario['nodes'][string]['files'][number]): boolean => {
    const text = file.from === undefined ? file.content : templatedText(files.get(file.from));
    return templatesIn(text ?? '').some(({ name }) => isTeams(scenario, name));
  };
  return Object.fromEntries(
    Object.entries(scenario.nodes).map(([name, node]) => {
      const known = node.files.filter((file) => !hasTeams(file));
      const waits = known.length < node.files.length;
      return [name, { files: nodeFiles({ files: known }, files, same), waits }];
    }),
  );
}

/** What templates stand for that is the same for every team. */
export function sharedValues(scenario: Scenario): Record<string, string> {
  // The key does not show: every value that depends on it is left out.
  const all = teamValues(scenario, { key: new Uint8Array(32), seed: '', team: 'none' });
  return Object.fromEntries(Object.entries(all).filter(([name]) => !isTeams(scenario, name)));
}
