import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultPolicy } from './policy.js';
import { readPolicy } from './read-policy.js';

const read = (text: string) => readPolicy('policy.yaml', Buffer.from(text));
const told = (text: string) =>
  read(text).problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
const gibibyte = 2 ** 30;

describe('the policy of an installation', () => {
  it.each(['', '# nothing yet\n\n', '{}', '{"node": {}}'])(
    'that says nothing (%j) is the usual one',
    (text) => {
      expect(read(text)).toEqual({ policy: defaultPolicy, problems: [] });
    },
  );

  it('keeps what it does not say, and replaces lists', () => {
    const { policy } = read(
      'node: { memory: 2G, cpus: 1.5 }\nrange: { nodes: 5, disk: 512M }\ncapabilities: [NET_RAW, NET_ADMIN]\nsetuid: true\n',
    );
    expect(policy).toEqual({
      ...defaultPolicy,
      node: { ...defaultPolicy.node, memory: 2 * gibibyte, cpus: 1.5 },
      range: { ...defaultPolicy.range, nodes: 5, disk: gibibyte / 2 },
      capabilities: ['NET_RAW', 'NET_ADMIN'],
      setuid: true,
    });
  });

  it('can be what its README shows', () => {
    const shown = readFileSync(new URL('README.md', import.meta.url), 'utf8').split(/^```(?:yaml)?$/m)[1]!;
    expect(read(shown)).toMatchObject({
      policy: { node: { processes: 1024 }, runtimes: { require: 'crun' }, setuid: true },
      problems: [],
    });
  });

  it('permits just the runtime that it requires, unless it names more', () => {
    expect(read('runtimes: { require: runsc }').policy?.runtimes).toEqual({
      permit: ['runsc'],
      require: 'runsc',
    });
    expect(told('runtimes:\n  permit: [runc]\n  require: runsc\n')).toEqual([
      '3:12 require is runsc, which is not among those that permit names',
    ]);
  });

  it.each([
    ['capabilities:\n  - NET_RAW\n  - SYS_ADMIN\n', '3:5', 'SYS_ADMIN leads out of a container'],
    ['capabilities: [SYS_MODULE]', '1:16', 'SYS_MODULE leads out of a container'],
    ['capabilities: [DAC_READ_SEARCH]', '1:16', 'DAC_READ_SEARCH leads out'],
    ['capabilities: [CAP_NET_RAW]', '1:16', 'written without CAP_: NET_RAW'],
    ['sysctls: [kernel.msgmax]', '1:11', "is not of a node's own network"],
    ['sysctls: [net.ipv4.ip_forward]', '1:11', "is the platform's to set"],
    ['sysctls: [net.ipv6.conf.all.disable_ipv6]', '1:11', "is the platform's to set"],
    ['sysctls: [net.ipv4.tcp_allowed_congestion_control]', '1:11', "platform's to set"],
    ['node: { memory: lots }', '1:17', 'must be a size'],
    ['node: { memory: 0G }', '1:17', 'must be a size'],
    ['node:\n  memori: 2G\n', '2:3', 'memori is not a known key'],
    ['range: { nodes: 0 }', '1:17', 'must be at least 1'],
    ['setuid: sometimes', '1:9', 'setuid must be'],
    ['a: [', '1:', ''],
    ['[]', '1:1', ''],
  ])('%j is refused as a whole, by line', (text, place, message) => {
    const result = read(text);
    expect(result.policy).toBeUndefined();
    expect(
      told(text).some((line) => line.startsWith(place) && line.includes(message)),
      told(text).join(),
    ).toBe(true);
  });
});
