import { describe, expect, it } from 'vitest';
import { IsolationError } from './errors.js';
import {
  checkScript,
  ensureIsolation,
  isolationRules,
  putScript,
  removeScript,
  ruleText,
} from './isolation.js';

/** A host whose rules the scripts change, as far as they ask it to. */
class Host {
  inForce: Set<number>;
  scripts: string[] = [];
  constructor(
    present: number[],
    private readonly takes: (rule: number) => boolean = () => true,
  ) {
    this.inForce = new Set(present);
  }
  run = async (script: string) => {
    this.scripts.push(script);
    let stdout = '';
    if (script === checkScript()) {
      stdout =
        isolationRules.map((_, i) => (this.inForce.has(i) ? '' : `missing ${i}\n`)).join('') + 'checked\n';
    } else if (script === putScript()) {
      isolationRules.forEach((_, i) => this.takes(i) && this.inForce.add(i));
    }
    return { exitCode: 0, timedOut: false, truncated: false, stdout, stderr: 'said so' };
  };
}
const all = isolationRules.map((_, i) => i);

describe('static rules', () => {
  it('are these, and match ranges only', () => {
    const [deaf, ...others] = isolationRules.slice(0, -5);
    expect(ruleText(deaf!, '-I')).toMatch(/device \\"\$bridge\\" priority 0; policy drop/);
    const early = (family: string) =>
      `nft 'add table ${family} vocr; add chain ${family} vocr early { type filter hook prerouting priority -450 ; }; add rule ${family} vocr early iifname "rng-*" notrack'`;
    expect(others.map((rule) => ruleText(rule, '-I'))).toEqual([
      early('ip'),
      early('ip6'),
      'iptables -w 10 -t filter -I INPUT -i rng-+ -j DROP',
      'iptables -w 10 -t filter -I FORWARD -i rng-+ -m physdev ! --physdev-is-bridged -j DROP',
      'iptables -w 10 -t filter -I FORWARD -o rng-+ -m physdev ! --physdev-is-bridged -j DROP',
      'ip6tables -w 10 -t filter -I INPUT -i rng-+ -j DROP',
      'ip6tables -w 10 -t filter -I FORWARD -i rng-+ -m physdev ! --physdev-is-bridged -j DROP',
      'ip6tables -w 10 -t filter -I FORWARD -o rng-+ -m physdev ! --physdev-is-bridged -j DROP',
      'arptables -t filter -I INPUT -i rng-+ -j DROP',
    ]);
  });

  it("let frames inside a bridge pass before the engine's own rules are asked", () => {
    const bridged = isolationRules.at(-5)!;
    const text = (action: string) =>
      `iptables -w 10 -t filter ${action} DOCKER-USER -i rng-+ -m physdev --physdev-is-bridged -j ACCEPT`;
    expect(ruleText(bridged, '-C')).toMatch(
      /^\{ .* && \( for .*-S FORWARD.*-A FORWARD -j DOCKER-USER.* exit 1 \); \}$/,
    );
    expect(ruleText(bridged, '-C')).toContain(text('-C'));
    expect(ruleText(bridged, '-I')).toContain(`${text('-C')} 2>/dev/null || ${text('-I')}`);
    expect(ruleText(bridged, '-I')).toContain('-I FORWARD -j DOCKER-USER');
    expect(ruleText(bridged, '-D')).toBe(text('-D'));
  });

  it('keep proxies from the host and from all that is private', () => {
    expect(isolationRules.slice(-4).map((rule) => ruleText(rule, '-D'))).toEqual([
      'iptables -w 10 -t filter -D INPUT -i vge-+ -j DROP',
      'ip6tables -w 10 -t filter -D INPUT -i vge-+ -j DROP',
      'iptables -w 10 -t filter -D DOCKER-USER -i vge-+ -d 0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,' +
        '169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.168.0.0/16,198.18.0.0/15,224.0.0.0/3 -j DROP',
      'ip6tables -w 10 -t filter -D FORWARD -i vge-+ -j DROP',
    ]);
  });

  it('are each checked, put in and taken away by the scripts', () => {
    for (const rule of isolationRules) {
      expect(checkScript()).toContain(ruleText(rule, '-C'));
      expect(putScript()).toContain(ruleText(rule, '-I'));
      expect(removeScript()).toContain(ruleText(rule, '-D'));
    }
  });
});

describe('ensureIsolation', () => {
  it('changes nothing when all are in force', async () => {
    const host = new Host(all);
    expect(await ensureIsolation(host)).toEqual([]);
    expect(host.scripts).toEqual([checkScript()]);
  });
  it('puts in what is missing and tells it', async () => {
    const host = new Host(all.slice(2));
    expect(await ensureIsolation(host)).toEqual(isolationRules.slice(0, 2));
    expect([...host.inForce].sort((a, b) => a - b)).toEqual(all);
  });
  it('refuses when a rule cannot be put in, and names it', async () => {
    const refusal = ensureIsolation(new Host([], (rule) => rule !== 9));
    await expect(refusal).rejects.toThrow(IsolationError);
    await expect(refusal).rejects.toThrow(/arptables -t filter -I INPUT .*said so/);
  });
  it('refuses when the check does not come to its end', async () => {
    const run = async () => ({
      exitCode: 1,
      timedOut: false,
      truncated: false,
      stdout: '',
      stderr: 'no iptables',
    });
    await expect(ensureIsolation({ run })).rejects.toThrow(/cannot be checked: no iptables/);
  });
});
