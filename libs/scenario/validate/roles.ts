import type { Finding } from '../problem.js';
import { seenBy } from '../seen-by.js';
import { roleName } from '../schema/role.js';
import type { Subject } from './subject.js';

/** Tasks that a role sees but can never open, and terminals on nodes that a role does not see. */
export function* roles({ scenario }: Subject): Iterable<Finding> {
  for (const role of roleName.options) {
    const seen = seenBy(scenario, role);
    const given = scenario.roles[role]?.tasks ?? [];
    for (const [index, id] of given.entries()) {
      const task = scenario.tasks.find((one) => one.id === id);
      const hidden = task?.requires.find(
        (other) => scenario.tasks.some((one) => one.id === other) && !seen.tasks.includes(other),
      );
      if (hidden === undefined) continue;
      yield {
        path: ['roles', role, 'tasks', index],
        message: `task ${id} can never be opened by ${role}: it requires ${hidden}, which ${role} does not see`,
        mend: `add ${hidden}, or drop ${id}`,
      };
    }
    // Which node a name that is not declared was meant for is not known.
    if ((scenario.roles[role]?.nodes ?? []).some((node) => !Object.hasOwn(scenario.nodes, node))) continue;
    for (const [node, { terminal }] of Object.entries(scenario.nodes)) {
      if (!terminal?.roles || !Object.hasOwn(terminal.roles, role) || seen.nodes.includes(node)) continue;
      yield {
        path: ['nodes', node, 'terminal', 'roles', role],
        onKey: true,
        message: `${role} does not see node ${node}, so it gets no terminal there`,
        mend: `add ${node} to roles.${role}.nodes`,
      };
    }
  }
}
