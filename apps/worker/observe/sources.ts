import { isSeen, type Observation } from '#exercise';
import type { Scenario } from '#scenario';
import type { WantedConnection, WantedFile } from '#range';

type Tasks = Pick<Scenario, 'tasks'>;

/** What of a range's doings its scenario's tasks look at. */
export interface Wanted {
  /** Nodes whose terminals tell their commands. */
  commands: ReadonlySet<string>;
  connections: readonly WantedConnection[];
  files: readonly WantedFile[];
}

const actionsOf = ({ tasks }: Tasks) =>
  tasks.flatMap(({ observe }) => (observe ? [...observe.actions, ...observe.never] : []));

/** What has to be watched for a scenario's tasks, and no more. */
export function wantedOf(scenario: Tasks): Wanted {
  const actions = actionsOf(scenario);
  const files = actions.flatMap(({ node, file }) => (file ? [{ node, path: file.path }] : []));
  return {
    commands: new Set(actions.flatMap(({ node, command }) => (command ? [node] : []))),
    connections: actions.flatMap(({ node, connection }) => (connection ? [{ node, ...connection }] : [])),
    files: [...new Map(files.map((file) => [`${file.node} ${file.path}`, file])).values()],
  };
}

/** Whether any task names what was seen. */
export const isNamed = (scenario: Tasks, seen: Observation): boolean =>
  actionsOf(scenario).some((action) => isSeen(action, seen));
