import type { addressPlan, ScenarioNode } from '#scenario';
import { DesireError } from './errors.js';
import type { DesiredRouter } from './model.js';

type Addresses = ReturnType<typeof addressPlan>;

/** A router's firewall in terms of its interfaces and of addresses. */
export function desiredRouter(
  name: string,
  node: ScenarioNode,
  addresses: Addresses,
): DesiredRouter | undefined {
  const { router } = node;
  if (!router) return undefined;
  const place = (network: string) => {
    const index = (addresses[name] ?? []).findIndex((one) => one.network === network);
    if (index < 0)
      throw new DesireError(`router ${name} has a rule for network ${network}, which it is not in`);
    return `eth${index}`;
  };
  const blocks = (end: string) => {
    if (/^\d/.test(end)) return [end];
    const found = addresses[end]?.map(({ address }) => address) ?? [];
    if (found.length === 0)
      throw new DesireError(`router ${name} has a rule for ${end}, which has no address`);
    return found;
  };
  return {
    forward: router.forward,
    masquerade: router.masquerade.map(place),
    rules: router.rules.map((rule) => ({
      in: place(rule.from),
      out: place(rule.to),
      protocol: rule.protocol,
      ...(rule.ports ? { ports: rule.ports } : {}),
      ...(rule.source === undefined ? {} : { sources: blocks(rule.source) }),
      ...(rule.destination === undefined ? {} : { destinations: blocks(rule.destination) }),
      action: rule.action,
    })),
  };
}
