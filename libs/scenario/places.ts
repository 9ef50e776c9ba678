import type { PlannedAddress } from './addresses.js';

/** The name of the template that stands for a team's name. */
export const teamNameTemplate = 'team.name';

/** Where templates about machines begin; all else before a dot is no variable's name. */
export const nodeIp = (node: string, network?: string): string =>
  network === undefined ? `nodes.${node}.ip` : `nodes.${node}.ip.${network}`;

/** The template of a network's addresses. */
export const networkCidr = (network: string): string => `networks.${network}.cidr`;

/**
 * What templates about machines stand for, the same in every range: `nodes.web.ip` for a node's first address,
 * `nodes.web.ip.dmz` for the one in a network, `networks.dmz.cidr`.
 */
export function placeValues(
  networks: Readonly<Record<string, { cidr: string }>>,
  addresses: Readonly<Record<string, PlannedAddress[]>>,
): Record<string, string> {
  const ofNetworks = Object.entries(networks).map(([name, { cidr }]) => [networkCidr(name), cidr]);
  const ofNodes = Object.entries(addresses).flatMap(([node, places]) => [
    ...places.slice(0, 1).map(({ address }) => [nodeIp(node), address]),
    ...places.map(({ network, address }) => [nodeIp(node, network), address]),
  ]);
  return Object.fromEntries([...ofNetworks, ...ofNodes]) as Record<string, string>;
}

/**
 * A team's name as machines may take it. Whoever plays chooses it, and it comes into files that a node's root may read: so
 * only letters, digits and single spaces, `-`, `_` and `.` within are left of it. Nothing of use to a shell, to HTML or to a
 * line of a configuration gets through.
 * @param id the team's id, which stands in for a name of which nothing is left
 */
export function plainTeamName(name: string | undefined, id: string): string {
  const plain = (name ?? '')
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{Nd}_.-]+/gu, ' ')
    .replace(/^[ .-]+|[ .-]+$/g, '');
  return plain === '' ? id : [...plain].slice(0, 80).join('').trim();
}
