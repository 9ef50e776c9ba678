/** One place of the internet that a network may reach, or the form of several. */
export interface InternetPlace {
  /** A host name, `*.` before one for all names below it, or `*` for any. */
  host: string;
  /** Absent: any port. */
  port?: number;
}

const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?';
const form = new RegExp(`^(\\*|(\\*|${label})\\.(${label}\\.)*[a-z][a-z0-9-]{0,61}[a-z0-9])(:(\\d{1,5}))?$`);
const longestHost = 253;

/**
 * Reads `packages.example.net:80`, `*.example.org:443` or, as in a policy, a host without a port.
 * @returns undefined for anything else, such as an address in numbers
 */
export function internetPlace(text: string): InternetPlace | undefined {
  const found = form.exec(text);
  if (!found) return undefined;
  const host = found[1]!;
  const digits = found.at(-1);
  if (host.length > longestHost) return undefined;
  if (digits === undefined) return { host };
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? { host, port } : undefined;
}

/** Whether a pattern covers every place that another names. */
export function covers(pattern: InternetPlace, place: InternetPlace): boolean {
  if (pattern.port !== undefined && pattern.port !== place.port) return false;
  if (pattern.host === '*' || pattern.host === place.host) return true;
  return pattern.host.startsWith('*.') && place.host.endsWith(pattern.host.slice(1));
}

/** What a network may reach, as text: those of its places that no pattern of an installation covers. */
export function refusedPlaces(allow: readonly string[], permitted: readonly string[]): string[] {
  const patterns = permitted.flatMap((text) => internetPlace(text) ?? []);
  return allow.filter((text) => {
    const place = internetPlace(text);
    return place === undefined || !patterns.some((pattern) => covers(pattern, place));
  });
}
