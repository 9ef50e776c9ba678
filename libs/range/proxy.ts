import { internetPlace, proxyAddress, type Scenario } from '#scenario';
import { DesireError } from './errors.js';
import type { DesiredNode } from './model.js';

/** The platform's own image of a proxy, from the folder of its images. */
export const proxyImage = 'vocr/proxy';

/** How the names of proxies' boxes begin; no author's node can have it. */
export const proxyPrefix = 'proxy.';

const mebibyte = 2 ** 20;
/** What one proxy may use: forty-eight connections at a time, each a small process. */
const resources = { memory: 192 * mebibyte, disk: mebibyte, cpus: 0.5, processes: 64 };
/** The engine's resolver inside a container, which asks on. The internet takes longer to answer than a range. */
const resolver = 'nameserver 127.0.0.11\noptions timeout:4 attempts:2\n';

/** Names of the proxies' boxes that a scenario's ranges have beside their nodes. */
export const proxiesOf = ({ networks }: Pick<Scenario, 'networks'>): string[] =>
  Object.keys(networks)
    .filter((network) => networks[network]!.internet !== 'none')
    .map((network) => `${proxyPrefix}${network}`);

/**
 * The boxes by which networks reach what of the internet they are allowed, one in each that is. They are held, hardened,
 * bounded, found, repaired and taken down as all others are; only their way out is the engine's.
 * @throws DesireError when there is no image of a proxy, or a place is none
 */
export function desiredProxies(
  scenario: Pick<Scenario, 'networks' | 'nodes'>,
  images: Readonly<Record<string, string>>,
): DesiredNode[] {
  return Object.entries(scenario.networks).flatMap(([network, { internet, cidr }]): DesiredNode[] => {
    if (internet === 'none') return [];
    const name = `${proxyPrefix}${network}`;
    const image = images[name];
    if (!image) throw new DesireError(`network ${network} has no image of a proxy; build ${proxyImage}`);
    const address = proxyAddress(scenario, network)!;
    const lines = internet.allow.map((text) => {
      const place = internetPlace(text);
      if (place?.port === undefined)
        throw new DesireError(`network ${network}: ${text} is no place of the internet`);
      return `allow ${place.host} ${place.port}\n`;
    });
    const settings = `listen ${address}\nnetwork ${cidr}\n${lines.join('')}`;
    const file = (path: string, text: string) => ({
      path,
      content: Buffer.from(text),
      uid: 0,
      gid: 0,
      mode: 0o644,
    });
    return [
      {
        name,
        image,
        interfaces: [{ network, address, prefix: Number(cidr.split('/')[1]) }],
        files: [file('/etc/proxy/settings', settings), file('/etc/resolv.conf', resolver)],
        environment: {},
        hosts: [],
        egress: { allow: [...internet.allow] },
        resources,
        capabilities: [],
        ready: { log: { contains: 'leads to' } },
        reset: 0,
      },
    ];
  });
}
