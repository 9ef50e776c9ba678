import { type Declaration, inFile, readDeclaration } from './declaration.js';
import { scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
import { locate } from './locate.js';
import { packFaults } from './pack.js';
import { againstPolicy } from './policy/against-policy.js';
import { defaultPolicy, type InstallationPolicy } from './policy/policy.js';
import type { Finding, Problem } from './problem.js';
import { readSubject } from './read-subject.js';
import { type Scenario, type Solution, scenarioSchema, solutionSchema } from './schema.js';
import { findingsOf } from './validate/index.js';
import { scenarioFile, solutionFile } from './validate/subject.js';
import type { YamlFile } from './yaml-file.js';

/** What a scenario's folder holds. */
export interface LoadedScenario {
  /** Absent when any problem is an error: what is wrong cannot be launched. */
  scenario?: Scenario;
  /** Absent when there is none, or when any problem is an error. */
  solution?: Solution;
  /** All of them, by file, line and column. */
  problems: Problem[];
}

/** Stand in for what is wrong at the root, so that the rest can still be looked at. They never leave this file. */
const fillers = {
  apiVersion: 'vocr/v1',
  id: 'unnamed',
  version: '0.0.0',
  title: {},
  summary: {},
  authors: ['unknown'],
  license: 'unknown',
  difficulty: 'easy',
  duration: '1h',
  languages: ['vi'],
  prerequisites: [],
  objectives: [],
  mappings: {},
  variables: {},
  networks: {},
  nodes: {},
  roles: {},
  tasks: [],
  services: {},
  attacks: {},
  timeline: [],
};

/**
 * Reads a scenario's folder and says everything that is wrong with it, not just the first thing. Throws on no input.
 * @param files the folder's files by relative path, with `/`
 * @param policy what the installation permits; `any` for what was checked already and only has to be read
 */
export function loadScenario(
  files: ReadonlyMap<string, Uint8Array>,
  policy: InstallationPolicy | 'any' = defaultPolicy,
): LoadedScenario {
  const faults = packFaults(files);
  const findings: Finding[] = faults.map(({ path, message }) => ({ file: path ?? '.', message }));
  // A folder that is too big as a whole is not read.
  if (faults.some(({ path }) => path === undefined)) return { problems: locate(findings, new Map()) };
  const bytes = files.get(scenarioFile);
  if (!bytes) {
    findings.push({ message: 'there is no scenario.yaml', mend: 'write one: it declares the scenario' });
    return { problems: locate(findings, new Map()) };
  }
  const main = readDeclaration(scenarioFile, bytes, scenarioSchema, scenarioJsonSchema, fillers);
  const solution = readSolution(files);
  const sources = new Map<string, YamlFile | string>();
  if (main.source) sources.set(main.file, main.source);
  if (solution?.source) sources.set(solution.file, solution.source);
  findings.push(...main.findings, ...(solution?.findings ?? [noSolution]));
  if (main.data) {
    const read = readSubject(files, { ...main, data: main.data }, solution);
    const { texts, dockerfiles } = read.subject;
    for (const [file, text] of [...texts, ...dockerfiles]) if (!sources.has(file)) sources.set(file, text);
    findings.push(...read.findings);
    for (const finding of findingsOf(read.subject)) {
      findings.push(...inFile(finding, finding.file === solutionFile && solution ? solution : main));
    }
    const refused = policy === 'any' ? [] : againstPolicy(read.subject.scenario, policy);
    findings.push(...refused.flatMap((finding) => inFile(finding, main)));
  }
  const problems = locate(findings, sources);
  if (problems.some(({ severity }) => severity !== 'warning')) return { problems };
  return { scenario: main.data, ...(solution?.data ? { solution: solution.data } : {}), problems };
}

const noSolution: Finding = {
  file: solutionFile,
  severity: 'warning',
  message: 'is not there: nothing proves that the scenario can be solved',
  mend: 'write one that solves every task',
};

function readSolution(files: ReadonlyMap<string, Uint8Array>): Declaration<Solution> | undefined {
  const bytes = files.get(solutionFile);
  return bytes && readDeclaration(solutionFile, bytes, solutionSchema, solutionJsonSchema);
}
