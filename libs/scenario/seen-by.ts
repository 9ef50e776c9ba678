import type { Role, Scenario } from './schema.js';

/** What a role sees of a scenario: names of nodes and ids of tasks, in the order of the file. */
export interface Seen {
  nodes: string[];
  tasks: string[];
}

/** What a role sees. A role, or a key of it, that the scenario does not declare leaves nothing out. */
export function seenBy(
  { roles, nodes, tasks }: Pick<Scenario, 'roles' | 'nodes' | 'tasks'>,
  role: Role,
): Seen {
  const declared = roles[role];
  const only = (all: string[], given: readonly string[] | undefined) =>
    given === undefined ? all : all.filter((name) => given.includes(name));
  return {
    nodes: only(Object.keys(nodes), declared?.nodes),
    tasks: only(
      tasks.map(({ id }) => id),
      declared?.tasks,
    ),
  };
}

/** How a role enters a node. */
export interface Entry {
  user: string;
  /** The program, and its arguments. */
  shell: string[];
}

/** The terminal that a role gets on a node; undefined when it gets none. */
export function terminalFor(scenario: Scenario, node: string, role: Role): Entry | undefined {
  const terminal = Object.hasOwn(scenario.nodes, node) ? scenario.nodes[node]!.terminal : undefined;
  if (!terminal || !seenBy(scenario, role).nodes.includes(node)) return undefined;
  const { user, shell, roles } = terminal;
  const own = roles?.[role];
  if (roles && !own) return undefined;
  return { user: own?.user ?? user, shell: [...(own?.shell ?? shell)] };
}
