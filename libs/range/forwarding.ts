import { firewallRules } from './firewall.js';
import type { DesiredNode } from './model.js';

/**
 * Lines of a shell that put a router's firewall into it. They come before it is attached to a network, so it never
 * forwards without. What its own root may do to the rules later follows from its capabilities.
 * @param process a folder of `/proc`, or a handle on one, of a process in the node
 */
export function firewallCommands(process: string, { router }: Pick<DesiredNode, 'router'>): string[] {
  if (!router) return [];
  return [
    `nsenter --net=${process}/ns/net -- iptables-restore -w 10 <<'END-OF-RULES'`,
    firewallRules(router).trimEnd(),
    'END-OF-RULES',
  ];
}

/** Lines of a shell that set the routes of a node that is attached already. */
export function routeCommands(process: string, { routes = [] }: Pick<DesiredNode, 'routes'>): string[] {
  if (routes.length === 0) return [];
  return [
    `nsenter --net=${process}/ns/net -- ip -batch - <<'END-OF-ROUTES'`,
    ...routes.map(({ to, via }) => `route replace ${check(to, target)} via ${check(via, address)}`),
    'END-OF-ROUTES',
  ];
}

const target = /^(default|\d{1,3}(\.\d{1,3}){3}\/\d{1,2})$/;
const address = /^\d{1,3}(\.\d{1,3}){3}$/;

function check(text: string, form: RegExp): string {
  if (!form.test(text)) throw new RangeError(`${JSON.stringify(text)} cannot stand in a route`);
  return text;
}
