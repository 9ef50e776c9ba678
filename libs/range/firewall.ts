import type { DesiredRouter, DesiredRule } from './model.js';

/** Connections that a router keeps account of at a time, of each direction: they cost memory that no limit of a node counts. */
const mostConnections = 4096;
/** `multiport` takes 15 numbers, and a span counts twice. */
const portsPerRule = 7;

/**
 * A router's firewall, as `iptables-restore` reads it: replies to what was accepted pass, then the rules count in their
 * order, then what the router does otherwise.
 * @throws RangeError for what is no plain part of a rule
 */
export function firewallRules({ forward, rules, masquerade }: DesiredRouter): string {
  const bound = `-m conntrack --ctstate NEW -m connlimit --connlimit-above ${mostConnections} --connlimit-mask 0 -j DROP`;
  const nat = masquerade.map((out) => `-A POSTROUTING -o ${check(out, interfaceName)} -j MASQUERADE`);
  return [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    `:FORWARD ${forward === 'accept' ? 'ACCEPT' : 'DROP'} [0:0]`,
    ':OUTPUT ACCEPT [0:0]',
    `-A INPUT ${bound}`,
    `-A OUTPUT ${bound}`,
    '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
    '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
    `-A FORWARD ${bound}`,
    ...rules.flatMap(ruleLines),
    'COMMIT',
    ...(nat.length > 0 ? ['*nat', ':POSTROUTING ACCEPT [0:0]', ...nat, 'COMMIT'] : []),
    '',
  ].join('\n');
}

const interfaceName = /^eth\d{1,2}$/;
const block = /^\d{1,3}(\.\d{1,3}){3}(\/\d{1,2})?$/;
const port = /^\d{1,5}(-\d{1,5})?$/;
const protocolName = /^(tcp|udp|icmp)$/;

function ruleLines(rule: DesiredRule): string[] {
  const base = `-A FORWARD -i ${check(rule.in, interfaceName)} -o ${check(rule.out, interfaceName)}`;
  const sides = (option: string, blocks: string[] | undefined) =>
    blocks?.map((one) => `${option} ${check(one, block)}`) ?? [''];
  const lines: string[] = [];
  for (const source of sides(' -s', rule.sources)) {
    for (const destination of sides(' -d', rule.destinations)) {
      for (const what of protocolParts(rule)) {
        lines.push(`${base}${source}${destination}${what} -j ${target(rule)}`);
      }
    }
  }
  return lines;
}

function protocolParts({ protocol, ports }: DesiredRule): string[] {
  if (protocol === 'any') return [''];
  check(protocol, protocolName);
  if (!ports) return [` -p ${protocol}`];
  const texts = ports.map((one) => check(String(one), port).replace('-', ':'));
  const parts: string[] = [];
  for (let at = 0; at < texts.length; at += portsPerRule) {
    parts.push(` -p ${protocol} -m multiport --dports ${texts.slice(at, at + portsPerRule).join(',')}`);
  }
  return parts;
}

function target({ action, protocol }: DesiredRule): string {
  if (action !== 'reject') return action === 'accept' ? 'ACCEPT' : 'DROP';
  return `REJECT --reject-with ${protocol === 'tcp' ? 'tcp-reset' : 'icmp-admin-prohibited'}`;
}

/** What stands in a rule becomes a line of a program: nothing but what it must look like gets there. */
function check(text: string, form: RegExp): string {
  if (!form.test(text)) throw new RangeError(`${JSON.stringify(text)} cannot stand in a firewall's rule`);
  return text;
}
