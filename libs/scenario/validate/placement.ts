import type { Path } from '../path.js';

/** What a text of a scenario is for, as far as templates in it go. */
export type Use =
  | 'text' // read by people, once they have a team
  | 'file'
  | 'answer'
  | 'probe' // asked from outside the node
  | 'environment' // can be read by every process of the node
  | 'argument' // likewise
  | 'plain'; // templates are not resolved

/** How the texts at a path are used. */
export function useAt(path: Path): Use {
  const [top, , key, , field] = path;
  if (top === 'nodes') {
    if (key === 'command') return 'argument';
    if (key === 'environment') return 'environment';
    if (key === 'files' && field === 'content') return 'file';
    if (key === 'ready') return probe(path.slice(3));
  }
  if (top === 'tasks') {
    if (key === 'description') return 'text';
    if (key === 'hints' && field === 'text') return 'text';
    if (key === 'answer') return 'answer';
    if (key === 'check' && field !== 'node' && field !== 'name') return probe(path.slice(4));
  }
  return 'plain';
}

function probe([kind, field]: Path): Use {
  if (kind !== 'command') return 'probe';
  return field === 'run' ? 'argument' : field === 'contains' ? 'probe' : 'plain';
}

/** Where a value that a team must earn may stand. */
export const secretUses: ReadonlySet<Use> = new Set<Use>(['file', 'answer', 'probe']);
