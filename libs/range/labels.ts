/** Keys of the labels by which everything that VOCR makes on an engine is found again. They cannot change later. */
export const labelKeys = {
  installation: 'vocr.installation',
  range: 'vocr.range',
  node: 'vocr.node',
  network: 'vocr.network',
  generation: 'vocr.generation',
  reset: 'vocr.reset',
  role: 'vocr.role',
  /** On images that VOCR built, with their name; their containers take it on. */
  image: 'vocr.image',
} as const;

/** How all these keys begin. */
export const labelPrefix = 'vocr.';

/** Value of `vocr.role` on the host helper. */
export const helperRole = 'helper';

/** Value of `vocr.role` on the network by which proxies reach the internet. */
export const egressRole = 'egress';

/** All bridges of such networks, and nothing else, begin so. */
export const egressPrefix = 'vge-';

/** All bridges of ranges, and nothing else, begin so; the static rules match on it. */
export const bridgePrefix = 'rng-';

/** Where the hold is mounted in every node: a static shell, and a small folder for the go-ahead. */
export const holdFolder = '/.vocr';

const rangeId = /^[a-z0-9]{8}$/;
const installationId = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** @throws RangeError when the id is not 8 of a-z and 0-9 */
export function checkRangeId(range: string): string {
  if (!rangeId.test(range)) throw new RangeError(`range id ${JSON.stringify(range)} is not 8 of a-z and 0-9`);
  return range;
}

/** @throws RangeError when the id cannot be part of names on the engine */
export function checkInstallationId(installation: string): string {
  if (!installationId.test(installation)) {
    throw new RangeError(`installation id ${JSON.stringify(installation)} is not 1 to 32 of a-z, 0-9 and -`);
  }
  return installation;
}

export const containerName = (range: string, node: string) => `vocr-${checkRangeId(range)}-${node}`;
export const networkName = (range: string, network: string) => `vocr-${checkRangeId(range)}-${network}`;
export const helperName = (installation: string) => `vocr-${checkInstallationId(installation)}-helper`;
/** The network by which an installation's proxies reach the internet. */
export const egressName = (installation: string) => `vocr-${checkInstallationId(installation)}-egress`;
/** @param hash first characters of the helper image's content hash: another image, another volume */
export const holdVolumeName = (installation: string, hash: string) =>
  `vocr-${checkInstallationId(installation)}-hold-${hash}`;

/**
 * Name of a range's bridge on the host, within the kernel's 15 characters.
 * @param index the network's place in the range, 0 to 46,655
 */
export function bridgeName(range: string, index: number): string {
  if (!Number.isInteger(index) || index < 0 || index >= 36 ** 3) {
    throw new RangeError(`network index ${index} does not fit a bridge's name`);
  }
  return `${bridgePrefix}${checkRangeId(range)}${index.toString(36)}`;
}

/**
 * Name of the host's end of a node's interface. A capital tells it from the bridges' names.
 * @param node the node's place in the range, 0 to 1,295
 * @param index the interface's place in the node, 0 to 25
 */
export function portName(range: string, node: number, index: number): string {
  if (
    !Number.isInteger(node) ||
    node < 0 ||
    node >= 36 ** 2 ||
    !Number.isInteger(index) ||
    index < 0 ||
    index > 25
  ) {
    throw new RangeError(`interface ${index} of node ${node} does not fit a port's name`);
  }
  return `${bridgePrefix}${checkRangeId(range)}${String.fromCharCode(65 + index)}${node.toString(36)}`;
}

/** Who made a thing, and for which range. */
export interface Ownership {
  installation: string;
  range: string;
  generation: number;
}

export function networkLabels(of: Ownership, network: string): Record<string, string> {
  return { ...ownershipLabels(of), [labelKeys.network]: network };
}

/** @param reset how often this node alone was reset in its generation */
export function nodeLabels(of: Ownership, node: string, reset: number): Record<string, string> {
  return { ...ownershipLabels(of), [labelKeys.node]: node, [labelKeys.reset]: String(reset) };
}

function ownershipLabels({ installation, range, generation }: Ownership): Record<string, string> {
  return {
    [labelKeys.installation]: checkInstallationId(installation),
    [labelKeys.range]: checkRangeId(range),
    [labelKeys.generation]: String(generation),
  };
}

/** A counter read back from a label; anything that we did not write so counts as -1 and matches nothing. */
export function labelledCount(labels: Record<string, string>, key: string): number {
  const value = labels[key];
  return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : -1;
}

/** Filters for the engine's lists, in its own form. */
export function labelFilter(installation: string, range?: string): string[] {
  const filter = [`${labelKeys.installation}=${checkInstallationId(installation)}`];
  if (range !== undefined) filter.push(`${labelKeys.range}=${checkRangeId(range)}`);
  return filter;
}
