import { addressNumber, blockOf } from '../ipv4.js';
import { internetPlace } from '../internet.js';
import type { Finding } from '../problem.js';
import type { Subject } from './subject.js';

/** Name by which nodes know the proxy of their network. */
const proxy = 'proxy';

/** Places of the internet that are none, and proxies' addresses and name that are not theirs to have. */
export function* internet({ scenario }: Subject): Iterable<Finding> {
  for (const [network, { internet: reached, cidr, dns }] of Object.entries(scenario.networks)) {
    if (reached === 'none') continue;
    const at = ['networks', network, 'internet'];
    for (const [index, text] of reached.allow.entries()) {
      const place = internetPlace(text);
      if (place?.port !== undefined && place.host !== '*') continue;
      const message = `${text} is no place of the internet`;
      const mend = 'write a host name and a port, such as packages.example.net:80 or "*.example.org:443"';
      yield { path: [...at, 'allow', index], message, mend };
    }
    const { address } = reached;
    if (address !== undefined) {
      const path = [...at, 'address'];
      const block = blockOf(cidr);
      const number = addressNumber(address);
      if (number <= block.first || number >= block.last)
        yield { path, message: `${address} is no address of a machine in network ${network} (${cidr})` };
      const owner = Object.entries(scenario.nodes).find(
        ([, node]) => node.networks[network]?.address === address,
      );
      const whose = address === dns ? "the resolver's" : owner ? `node ${owner[0]}'s` : undefined;
      if (whose) yield { path, message: `${address} is ${whose} already`, mend: 'give the proxy another' };
    }
  }
  if (Object.values(scenario.networks).every((network) => network.internet === 'none')) return;
  const mend = 'give it another';
  for (const [name, { names }] of Object.entries(scenario.nodes)) {
    if (name === proxy)
      yield {
        path: ['nodes', name],
        onKey: true,
        message: "proxy is the name of the platform's proxy",
        mend,
      };
    const index = names.indexOf(proxy);
    if (index >= 0)
      yield {
        path: ['nodes', name, 'names', index],
        message: "proxy is the name of the platform's proxy",
        mend,
      };
  }
}
