import type { Verdict } from './finding.js';

/** The oldest Node that VOCR runs on. */
export const leastNode = '20.19.0';

/** Is a dotted version the given one or later? What follows the numbers (`+ds1`, `-rc.2`) is left out. */
export function atLeast(version: string, least: string): boolean {
  const numbers = (text: string) => (/^v?([\d.]+)/.exec(text)?.[1] ?? '').split('.').map(Number);
  const [own, other] = [numbers(version), numbers(least)];
  for (let i = 0; i < Math.max(own.length, other.length); i++) {
    const difference = (own[i] ?? 0) - (other[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** First sound patch release of each series of runc; older series have none. */
const soundRunc = ['1.2.8', '1.3.3'];

/** Judges runc: older ones let a container out (CVE-2025-31133, CVE-2025-52565, CVE-2025-52881, and CVE-2024-21626 below 1.1.12). */
export function runcVerdict(version: string | undefined): Verdict {
  if (!version) return { verdict: 'warn', found: 'the engine does not tell its version' };
  const series = version.split('.').slice(0, 2).join('.');
  const sound = soundRunc.find((release) => release.startsWith(`${series}.`));
  if (sound ? atLeast(version, sound) : atLeast(version, '1.4')) return { verdict: 'ok', found: version };
  return {
    verdict: 'warn',
    found: `${version}: known ways out of a container (CVE-2025-31133, CVE-2025-52565, CVE-2025-52881) unless the distribution mended them`,
    mend: `upgrade runc to ${soundRunc.join(' or ')} or later, or to your distribution's latest security release`,
  };
}

/** First release of each series of the engine that builds hostile Dockerfiles safely; older series have none. */
const soundEngine = ['24.0.9', '25.0.2'];

/** Judges the engine: older ones let a Dockerfile out of its build or poison the cache (CVE-2024-23651 to 23653, CVE-2024-24557). */
export function engineVerdict(version: string, address: string): Verdict {
  const series = version.split('.')[0];
  const sound = soundEngine.find((release) => release.startsWith(`${series}.`));
  const found = `${version} at ${address}`;
  if (sound ? atLeast(version, sound) : atLeast(version, '26')) return { verdict: 'ok', found };
  return {
    verdict: 'warn',
    found: `${found}: known ways out of a build (CVE-2024-23651, CVE-2024-23652, CVE-2024-23653) and into its cache (CVE-2024-24557) unless the distribution mended them`,
    mend: `upgrade Docker Engine to ${soundEngine.at(-1)} or later, or to your distribution's latest security release; build only images whose Dockerfiles you trust`,
  };
}
