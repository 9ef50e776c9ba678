import { templatedText } from './node-files.js';
import type { Scenario, ScenarioNode } from './schema.js';
import { templatesIn } from './templates.js';

/** A validated scenario with its folder's files. */
export interface WholeScenario {
  scenario: Scenario;
  files: ReadonlyMap<string, Uint8Array>;
}

/** What of a running range has to be built anew when its scenario becomes another version. */
export interface Difference {
  /** Networks, addresses, names or ways differ. All machines lean on them, so nothing of the range can stay. */
  topology: boolean;
  /** Nodes whose image, files or settings differ, in their order. Empty when only texts do, or how frames travel. */
  nodes: string[];
}

/**
 * What differs between two versions of a scenario for the machines of a range. Texts, tasks, terminals and the delay, loss
 * and rate of networks are no machine's matter. A value that a node's templates stand for is taken as another one as soon
 * as its variable is declared otherwise.
 */
export function differenceOf(before: WholeScenario, after: WholeScenario): Difference {
  if (topologyOf(before.scenario) !== topologyOf(after.scenario)) {
    return { topology: true, nodes: Object.keys(after.scenario.nodes) };
  }
  const nodes = Object.keys(after.scenario.nodes).filter(
    (name) => machineOf(before, name) !== machineOf(after, name),
  );
  return { topology: false, nodes };
}

/** Everything by which machines find and reach one another, as a text. The order counts: places on the host follow from it. */
function topologyOf({ id, networks, nodes }: Scenario): string {
  return JSON.stringify([
    // Every drawn value depends on it.
    id,
    Object.entries(networks).map(([name, { delay: _d, loss: _l, rate: _r, ...place }]) => [name, place]),
    Object.entries(nodes).map(([name, { networks: at, names, gateway, router }]) => {
      return [name, Object.entries(at), names, gateway ?? null, router !== undefined];
    }),
  ]);
}

/** Everything that a node's machine is made of, as a text. */
function machineOf(whole: WholeScenario, name: string): string {
  const { title: _t, terminal: _u, ...machine } = whole.scenario.nodes[name]!;
  const texts = [JSON.stringify(machine), ...fileTexts(whole, machine)];
  const used = new Set(texts.flatMap((text) => templatesIn(text).map((template) => template.name)));
  return JSON.stringify([
    machine,
    machine.files.map(({ from }) => contentOf(whole, from)),
    machine.build === undefined ? [] : folderOf(whole, machine.build),
    variablesOf(whole.scenario, used),
  ]);
}

const fileTexts = ({ files }: WholeScenario, node: Pick<ScenarioNode, 'files'>): string[] =>
  node.files.flatMap(({ from }) => (from === undefined ? [] : (templatedText(files.get(from)) ?? [])));

const contentOf = ({ files }: WholeScenario, path: string | undefined): string =>
  path === undefined ? '' : Buffer.from(files.get(path) ?? []).toString('base64');

/** The files below a folder, by path. */
function folderOf(whole: WholeScenario, folder: string): [string, string][] {
  const below = `${folder.replace(/\/$/, '')}/`;
  const paths = [...whole.files.keys()].filter((path) => path.startsWith(below)).sort();
  return paths.map((path) => [path, contentOf(whole, path)]);
}

/** The declarations of these variables, and of all that a drawn value of theirs must differ from. */
function variablesOf({ variables }: Scenario, used: ReadonlySet<string>): [string, unknown][] {
  const kinds = new Set(
    [...used].flatMap((name) => (Object.hasOwn(variables, name) ? variables[name]!.type : [])),
  );
  return Object.entries(variables)
    .filter(
      ([name, { type }]) => used.has(name) || ((type === 'username' || type === 'port') && kinds.has(type)),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
