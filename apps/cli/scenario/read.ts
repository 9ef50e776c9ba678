import { loadPolicy, readFolder } from '#persistence';
import {
  loadScenario,
  notYetRunnable,
  type LoadedScenario,
  type Problem as Fault,
  type Scenario,
} from '#scenario';
import { relative } from 'node:path';
import { findInstallation } from '../installation/installation.js';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';

/** A scenario's folder as it was read. */
export interface ReadScenario extends LoadedScenario {
  folder: string;
  files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a folder and checks it, also against the installation's policy.
 * @throws Problem when it is not there or cannot be read; InvalidPolicy
 */
export async function readScenario(folder: string): Promise<ReadScenario> {
  const policy = await loadPolicy(findInstallation().config.policy);
  try {
    const files = await readFolder(folder);
    return { folder, files, ...loadScenario(files, policy) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      throw new Problem(`There is no folder ${folder}.`, {
        mend: 'name the folder that holds scenario.yaml',
      });
    }
    throw new Problem(`${folder} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

export const isError = ({ severity }: Fault): boolean => severity !== 'warning';

/** A fault as one can click on it: `folder/file:line:column severity: message`, and the mend below. */
export function formatFault(folder: string, { file, line, column, message, mend, severity }: Fault): string {
  const path = relative(process.cwd(), `${folder}/${file}`) || file;
  const text = `${path}:${line}:${column} ${severity ?? 'error'}: ${message}`;
  return mend ? `${text}\n    ${mend}` : text;
}

/** What a valid scenario declares and the platform cannot do yet, a line each. */
export const notesOf = (scenario: Scenario): string[] =>
  notYetRunnable(scenario).map(({ where, what }) => `note: ${where}: ${what} cannot run yet`);
