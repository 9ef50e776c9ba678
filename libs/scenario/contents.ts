import { platformPrefix, readDockerfile } from './dockerfile.js';
import type { Scenario, Text } from './schema.js';
import { sizeBytes } from './units.js';

/** What a scenario brings with it: what someone wants to know before they take it in. */
export interface PackContents {
  id: string;
  version: string;
  title: Text;
  authors: string[];
  license: string;
  tasks: { count: number; points: number };
  files: { count: number; bytes: number };
  nodes: { id: string; from: string }[];
  /** Of all nodes of one range together; memory and disk in bytes. */
  needs: { memory: number; disk: number; cpus: number };
  /** Folders with a Dockerfile: whoever takes the scenario in runs their commands when images are built. */
  builds: { folder: string; bases: string[] }[];
  /** Images from elsewhere that are pulled: those of nodes, and those that others are built on. */
  pulls: string[];
  /** What it asks for beyond a closed box, each on a line such as `web: capability NET_RAW`. */
  rights: string[];
}

/** What differs between two versions of a scenario, for people. */
export interface PackChanges {
  files: { added: string[]; removed: string[]; changed: string[] };
  rights: { gained: string[]; lost: string[] };
}

interface Whole {
  scenario: Scenario;
  files: ReadonlyMap<string, Uint8Array>;
}

/** What a validated scenario brings with it. */
export function contentsOf({ scenario, files }: Whole): PackContents {
  const nodes = Object.entries(scenario.nodes);
  const folders = new Set(nodes.flatMap(([, { build }]) => build ?? []));
  const builds = [...folders].sort().map((folder) => ({ folder, bases: basesOf(folder, files) }));
  const named = [...nodes.flatMap(([, { image }]) => image ?? []), ...builds.flatMap(({ bases }) => bases)];
  const resources = nodes.map(([, node]) => node.resources);
  return {
    id: scenario.id,
    version: scenario.version,
    title: scenario.title,
    authors: scenario.authors,
    license: scenario.license,
    tasks: { count: scenario.tasks.length, points: sum(scenario.tasks.map(({ points }) => points)) },
    files: { count: files.size, bytes: sum([...files.values()].map((file) => file.length)) },
    nodes: nodes.map(([id, { image, build }]) => ({ id, from: image ?? build ?? '' })),
    needs: {
      memory: sum(resources.map(({ memory }) => sizeBytes(memory))),
      disk: sum(resources.map(({ disk }) => sizeBytes(disk))),
      cpus: sum(resources.map(({ cpus }) => cpus)),
    },
    builds,
    pulls: [...new Set(named)].filter((image) => !image.startsWith(platformPrefix)).sort(),
    rights: rightsOf(scenario),
  };
}

/** What is another in `after` than it was in `before`. */
export function changesBetween(before: Whole, after: Whole): PackChanges {
  const isSame = (path: string) => Buffer.from(before.files.get(path)!).equals(after.files.get(path)!);
  const [was, is] = [rightsOf(before.scenario), rightsOf(after.scenario)];
  return {
    files: {
      added: missing([...after.files.keys()], before.files),
      removed: missing([...before.files.keys()], after.files),
      changed: [...after.files.keys()].filter((path) => before.files.has(path) && !isSame(path)).sort(),
    },
    rights: { gained: missing(is, new Set(was)), lost: missing(was, new Set(is)) },
  };
}

function rightsOf({ nodes, networks }: Scenario): string[] {
  const ofNodes = Object.entries(nodes).flatMap(([id, node]) =>
    [
      ...node.capabilities.map((capability) => `capability ${capability}`),
      ...(node.setuid ? ['programs that gain rights (setuid)'] : []),
      ...(node.runtime === undefined ? [] : [`runtime ${node.runtime}`]),
      ...Object.entries(node.sysctls).map(([name, value]) => `sysctl ${name} = ${value}`),
    ].map((right) => `${id}: ${right}`),
  );
  const ofNetworks = Object.entries(networks).flatMap(([id, { internet }]) =>
    internet === 'none' ? [] : internet.allow.map((place) => `${id}: internet ${place}`),
  );
  return [...ofNodes, ...ofNetworks];
}

function basesOf(folder: string, files: ReadonlyMap<string, Uint8Array>): string[] {
  const dockerfile = files.get(`${folder.replace(/\/$/, '')}/Dockerfile`);
  return dockerfile ? [...readDockerfile(new TextDecoder().decode(dockerfile)).bases] : [];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const missing = (all: readonly string[], from: { has(path: string): boolean }) =>
  all.filter((one) => !from.has(one)).sort();
