import { describe, expect, it } from 'vitest';
import { firewallRules } from './firewall.js';
import { firewallCommands, routeCommands } from './forwarding.js';
import type { DesiredRouter, DesiredRule } from './model.js';

const rule: DesiredRule = { in: 'eth0', out: 'eth1', protocol: 'tcp', action: 'accept' };
const lines = (router: Partial<DesiredRouter>) =>
  firewallRules({ forward: 'drop', rules: [], masquerade: [], ...router })
    .trim()
    .split('\n');
const ruleLines = (one: Partial<DesiredRule>) =>
  lines({ rules: [{ ...rule, ...one }] }).filter((line) => line.startsWith('-A FORWARD -i'));

describe('a firewall', () => {
  it('drops what no rule accepts, passes replies first, and bounds what it keeps account of', () => {
    const bound = '-m conntrack --ctstate NEW -m connlimit --connlimit-above 4096 --connlimit-mask 0 -j DROP';
    expect(lines({ rules: [{ ...rule, protocol: 'any' }] })).toEqual([
      '*filter',
      ':INPUT ACCEPT [0:0]',
      ':FORWARD DROP [0:0]',
      ':OUTPUT ACCEPT [0:0]',
      `-A INPUT ${bound}`,
      `-A OUTPUT ${bound}`,
      '-A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT',
      '-A FORWARD -m conntrack --ctstate INVALID -j DROP',
      `-A FORWARD ${bound}`,
      '-A FORWARD -i eth0 -o eth1 -j ACCEPT',
      'COMMIT',
    ]);
  });

  it('accepts the rest and hides senders where it is told to', () => {
    const all = lines({ forward: 'accept', masquerade: ['eth2'] });
    expect(all).toContain(':FORWARD ACCEPT [0:0]');
    expect(all.slice(-4)).toEqual([
      '*nat',
      ':POSTROUTING ACCEPT [0:0]',
      '-A POSTROUTING -o eth2 -j MASQUERADE',
      'COMMIT',
    ]);
  });

  it.each([
    [{ ports: [80, '8000-8010'] }, ['-p tcp -m multiport --dports 80,8000:8010 -j ACCEPT']],
    [
      { ports: [1, 2, 3, 4, 5, 6, 7, 8] },
      ['-p tcp -m multiport --dports 1,2,3,4,5,6,7 -j ACCEPT', '-p tcp -m multiport --dports 8 -j ACCEPT'],
    ],
    [{ action: 'reject' }, ['-p tcp -j REJECT --reject-with tcp-reset']],
    [{ protocol: 'udp', action: 'reject' }, ['-p udp -j REJECT --reject-with icmp-admin-prohibited']],
    [{ protocol: 'icmp', action: 'drop' }, ['-p icmp -j DROP']],
    [
      { sources: ['10.0.0.1', '10.0.1.0/24'], destinations: ['10.2.0.1'] },
      ['-s 10.0.0.1 -d 10.2.0.1 -p tcp -j ACCEPT', '-s 10.0.1.0/24 -d 10.2.0.1 -p tcp -j ACCEPT'],
    ],
  ] as [Partial<DesiredRule>, string[]][])('says %j', (one, said) => {
    expect(ruleLines(one)).toEqual(said.map((text) => `-A FORWARD -i eth0 -o eth1 ${text}`));
  });

  it.each([
    { in: 'eth0 -j ACCEPT' },
    { out: 'lo' },
    { sources: ['10.0.0.1\n-A INPUT'] },
    { destinations: ['x'] },
    { ports: ['80,443'] },
    { protocol: 'tcp\nEND-OF-RULES\nid' as 'tcp', ports: [80] },
    { protocol: 'all' as 'tcp' },
  ])('takes no part that is more than it should be: %j', (one) => {
    expect(() => ruleLines(one)).toThrow(RangeError);
  });

  it('is put into routers alone', () => {
    expect(firewallCommands('/proc/7', {})).toEqual([]);
    expect(
      firewallCommands('/proc/7', { router: { forward: 'drop', rules: [], masquerade: [] } })[0],
    ).toMatch(/^nsenter --net=\/proc\/7\/ns\/net -- iptables-restore /);
  });
});

describe('routes', () => {
  it('are set one a line, and nothing but routes', () => {
    const routes = [
      { to: 'default', via: '10.0.0.1' },
      { to: '10.3.0.0/24', via: '10.0.0.2' },
    ];
    expect(routeCommands('/proc/7', { routes }).slice(1, -1)).toEqual([
      'route replace default via 10.0.0.1',
      'route replace 10.3.0.0/24 via 10.0.0.2',
    ]);
    expect(routeCommands('/proc/7', {})).toEqual([]);
    for (const [to, via] of [
      ['10.0.0.0/8; id', '10.0.0.1'],
      ['default', '10.0.0.1\nEND'],
    ])
      expect(() => routeCommands('/proc/7', { routes: [{ to: to!, via: via! }] })).toThrow(RangeError);
  });
});
