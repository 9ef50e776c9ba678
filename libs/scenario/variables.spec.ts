import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Variable } from './schema.js';
import { hideSecrets, isSecret, teamValues } from './variables.js';

const key = Buffer.alloc(32, 7);
const variables: Record<string, Variable> = {
  flag: { type: 'flag', wrapper: 'VOCR' },
  other_flag: { type: 'flag', wrapper: 'HCMUT' },
  password: { type: 'password', length: 20 },
  user: { type: 'username' },
  port: { type: 'port', min: 2_000, max: 60_000 },
  year: { type: 'number', min: -5, max: 5 },
  drink: { type: 'choice', of: ['tea', 'coffee'] },
  motto: { type: 'text', value: 'same for {{ all }}' },
};
const scenario = (declared: Record<string, Variable> = variables) => ({
  id: 'demo',
  variables: declared,
  networks: {},
  nodes: {},
});
const values = (source: Partial<{ key: Buffer; seed: string; team: string }> = {}, declared = variables) =>
  teamValues(scenario(declared), { key, seed: 's', team: 'a', ...source });
const secret = ['flag', 'other_flag', 'password'];
const open = Object.keys(variables).filter((name) => !secret.includes(name));
const pick = (from: Record<string, string>, names: string[]) => names.map((name) => from[name]);

describe('teamValues', () => {
  it('makes each kind as it is declared', () => {
    const made = values();
    expect(made.flag).toMatch(/^VOCR\{[0-9a-f]{32}\}$/);
    expect(made.other_flag).toMatch(/^HCMUT\{[0-9a-f]{32}\}$/);
    expect(made.password).toMatch(/^[a-zA-Z2-9]{20}$/);
    expect(made.password).not.toMatch(/[0Oo1lIi]/);
    expect(made.user).toMatch(/^[a-z]{4,20}\d\d$/);
    expect(Number(made.port)).toBeGreaterThanOrEqual(2_000);
    expect(Number(made.port)).toBeLessThanOrEqual(60_000);
    expect(['tea', 'coffee']).toContain(made.drink);
    expect(made.motto).toBe('same for {{ all }}');
  });

  it("makes a flag of the exercise's key by HMAC-SHA256 over scenario, team and variable", () => {
    const hmac = createHmac('sha256', key).update('demo/a/flag').digest('hex');
    expect(values().flag).toBe(`VOCR{${hmac.slice(0, 32)}}`);
  });

  it('gives a rerun (same seed, new key) other secrets and the same of all else', () => {
    const [first, rerun] = [values(), values({ key: Buffer.alloc(32, 8) })];
    expect(pick(rerun, open)).toEqual(pick(first, open));
    for (const name of secret) expect(rerun[name]).not.toBe(first[name]);
  });

  it('lets the seed drive nothing that is secret', () => {
    const [first, other] = [values(), values({ seed: 't' })];
    expect(pick(other, secret)).toEqual(pick(first, secret));
    expect(pick(other, ['user', 'port'])).not.toEqual(pick(first, ['user', 'port']));
  });

  it('gives different teams, variables and scenarios different secrets', () => {
    const team = fc.string({ minLength: 1, maxLength: 11, unit: fc.constantFrom(...'abcxyz0189') });
    fc.assert(
      fc.property(
        fc.uniqueArray(team, { minLength: 2, maxLength: 6 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (teams, bytes) => {
          const all = teams.flatMap((id) => pick(values({ key: Buffer.from(bytes), team: id }), secret));
          expect(new Set(all).size).toBe(all.length);
        },
      ),
      { numRuns: 50 },
    );
    const elsewhere = teamValues({ ...scenario(), id: 'demo2' }, { key, seed: 's', team: 'a' });
    expect(elsewhere.flag).not.toBe(values().flag);
  });

  it('does not depend on the order in which variables are declared', () => {
    const names = Object.keys(variables);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(names, { minLength: names.length, maxLength: names.length }),
        (order) => {
          const shuffled = Object.fromEntries(order.map((name) => [name, variables[name]!]));
          expect(values({}, shuffled)).toEqual(values());
        },
      ),
      { numRuns: 30 },
    );
  });

  it('tells nothing of one secret by another: removing one leaves the others as they are', () => {
    const { flag: _, ...rest } = variables;
    expect(pick(values({}, rest), ['other_flag', 'password'])).toEqual(
      pick(values(), ['other_flag', 'password']),
    );
  });

  it('keeps numbers within their bounds and reaches all of them', () => {
    const seen = new Set(Array.from({ length: 300 }, (_, index) => values({ seed: String(index) }).year));
    expect([...seen].map(Number).sort((a, b) => a - b)).toEqual([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5]);
  });

  it('takes every letter of a password about as often as any other', () => {
    const many = { p: { type: 'password', length: 64 } } satisfies Record<string, Variable>;
    const text = Array.from({ length: 400 }, (_, index) => values({ team: `t${index}` }, many).p).join('');
    const counts = new Map<string, number>();
    for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    const expected = text.length / counts.size;
    expect(counts.size).toBe(55);
    // 457 of each on average, deviation 21: six deviations either way.
    for (const count of counts.values())
      expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected));
  });

  it('gives two ports of a team different numbers where it can', () => {
    const two: Record<string, Variable> = {
      a: { type: 'port', min: 80, max: 81 },
      b: { type: 'port', min: 80, max: 81 },
    };
    for (let seed = 0; seed < 50; seed++) {
      const made = values({ seed: String(seed) }, two);
      expect(new Set([made.a, made.b])).toEqual(new Set(['80', '81']));
    }
  });

  it('gives the addresses of each node, and those of each network', () => {
    const node = { networks: { lan: { address: '10.0.0.9' } } };
    const made = teamValues(
      {
        ...scenario({}),
        networks: { lan: { cidr: '10.0.0.0/24', internet: 'none' } },
        nodes: { web: node as never },
      },
      { key, seed: '', team: 'a' },
    );
    expect(made).toEqual({
      'nodes.web.ip': '10.0.0.9',
      'nodes.web.ip.lan': '10.0.0.9',
      'networks.lan.cidr': '10.0.0.0/24',
      'team.name': 'a',
    });
  });

  it('gives the same values in whatever order variables, nodes and networks are declared', () => {
    const place = (cidr: string) => ({ cidr, internet: 'none' });
    const networks = { b: place('10.0.1.0/24'), a: place('10.0.0.0/24'), c: place('10.0.2.0/29') };
    const nodes = {
      web: { networks: { a: null, b: null } },
      db: { networks: { b: { address: '10.0.1.2' }, c: null } },
      box: { networks: { c: null } },
    };
    const order = <T extends object>(things: T) =>
      fc
        .shuffledSubarray(Object.entries(things), { minLength: Object.keys(things).length })
        .map((entries) => Object.fromEntries(entries) as T);
    const whole = (declared: object) =>
      teamValues({ id: 'demo', variables, networks, nodes, ...declared } as never, {
        key,
        seed: 's',
        team: 'a',
      });
    const made = whole({});
    expect(made['nodes.web.ip.b']).toBe('10.0.1.3');
    fc.assert(
      fc.property(order(networks), order(nodes), order(variables), (n, m, v) => {
        expect(whole({ networks: n, nodes: m, variables: v })).toEqual(made);
      }),
      { numRuns: 50 },
    );
  });

  it("takes the team's name as machines take it, and nothing else from it", () => {
    const named = (teamName: string) => teamValues(scenario(), { key, seed: 's', team: 'a', teamName });
    expect(named('Đội $(id)')['team.name']).toBe('Đội id');
    expect({ ...named('x'), 'team.name': '' }).toEqual({ ...values(), 'team.name': '' });
  });

  it('refuses a short key and a team that is no id', () => {
    expect(() => values({ key: Buffer.alloc(16) })).toThrow(/must be 32 bytes, has 16/);
    expect(() => values({ team: 'a/b' })).toThrow(/a team id must be/);
    expect(() => values({ team: '' })).toThrow(/a team id must be/);
  });
});

describe('isSecret', () => {
  it('is so for flags and passwords alone', () => {
    expect(Object.keys(variables).filter((name) => isSecret(variables[name]!))).toEqual(secret);
  });
});

describe('hideSecrets', () => {
  it('leaves no secret in a text, each as its template, and the rest as it is', () => {
    const declared = {
      door: { type: 'flag', wrapper: 'VOCR' },
      word: { type: 'password', length: 16 },
      user: { type: 'username' },
    } as const;
    const hide = hideSecrets({ variables: declared }, { door: 'VOCR{1}', word: '$&x', user: 'lan' });
    expect(hide('lan said VOCR{1}, VOCR{1} and $&x')).toBe('lan said {{ door }}, {{ door }} and {{ word }}');
    expect(hideSecrets({ variables: declared }, {})('as it is')).toBe('as it is');
  });
});
