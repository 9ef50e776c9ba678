import { matchesPattern, type ObserveTask } from '#scenario';
import type { Observation } from './observation.js';

/** An action that a task names. */
export type NamedAction = ObserveTask['actions'][number];

/** Whether what was seen is the action that a task names. */
export function isSeen({ node, command, connection, file }: NamedAction, seen: Observation): boolean {
  if (seen.node !== node) return false;
  switch (seen.kind) {
    case 'command':
      return command !== undefined && isCommand(command, seen);
    case 'connection':
      return connection !== undefined && isConnection(connection, seen);
    case 'file':
      return file !== undefined && isChange(file, seen);
  }
}

type Of<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

/** A command counts once: as it begins or, where its exit code is named, as it ends. */
function isCommand(
  wanted: NonNullable<NamedAction['command']>,
  { line, user, exit }: Of<'command'>,
): boolean {
  if (wanted.user !== undefined && wanted.user !== user) return false;
  return wanted.exit === exit && matchesPattern(wanted.matches, line);
}

function isConnection(
  { to, protocol, port }: NonNullable<NamedAction['connection']>,
  seen: Of<'connection'>,
): boolean {
  if (seen.protocol !== protocol || (to !== undefined && seen.to !== to)) return false;
  return port === undefined || seen.port === port;
}

function isChange({ path, change }: NonNullable<NamedAction['file']>, seen: Of<'file'>): boolean {
  const isThere = seen.path === path || seen.path.startsWith(path.endsWith('/') ? path : `${path}/`);
  return isThere && (change === 'any' || change === seen.change);
}

/** Longest detail that is logged, in UTF-16 units. */
const longestDetail = 200;

/** What was seen, in a line. */
export function detailOf(seen: Observation): string {
  const text = wordsOf(seen).replace(/\s+/gu, ' ').trim();
  return text.length > longestDetail ? `${text.slice(0, longestDetail - 1)}…` : text;
}

function wordsOf(seen: Observation): string {
  switch (seen.kind) {
    case 'command':
      return seen.exit === undefined ? seen.line : `${seen.line} (exit ${seen.exit})`;
    case 'connection': {
      const port = seen.port === undefined ? '' : `:${seen.port}`;
      return `${seen.protocol} ${seen.to ?? '?'}${port}`;
    }
    case 'file':
      return `${seen.change} ${seen.path}`;
  }
}
