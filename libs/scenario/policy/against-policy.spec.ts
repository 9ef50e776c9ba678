import { describe, expect, it } from 'vitest';
import { loadScenario } from '../load.js';
import { sampleFolder, sampleWith } from '../testing/sample-folder.js';
import { againstPolicy } from './against-policy.js';
import { defaultPolicy, type InstallationPolicy } from './policy.js';

const node = { ...defaultPolicy.node };
const range = { ...defaultPolicy.range };
/** What is told of the sample with one more line at its first node, under a policy. */
function told(line: string, changes: Partial<InstallationPolicy>): string[] {
  const files = sampleWith('terminal: { user: root }', `terminal: { user: root }\n${line && `    ${line}`}`);
  return loadScenario(files, { ...defaultPolicy, ...changes }).problems.map(
    (problem) => `${problem.line}:${problem.column} ${problem.path} ${problem.message}`,
  );
}

describe('a scenario against the policy', () => {
  it('is as it was under the usual one', () => expect(told('', {})).toEqual([]));

  it.each([
    [
      'capabilities: [NET_RAW, CHOWN]',
      { capabilities: ['CHOWN'] },
      'nodes.attacker.capabilities[0] NET_RAW is not',
    ],
    ['capabilities: [SYS_ADMIN]', {}, 'SYS_ADMIN is not a capability that a node may have: it leads out'],
    ['runtime: runsc', { runtimes: { permit: ['runc'] } }, 'nodes.attacker.runtime runsc is not a runtime'],
    ['runtime: runc', { runtimes: { permit: ['runc', 'runsc'], require: 'runsc' } }, 'installation requires'],
    ['sysctls: { net.ipv4.tcp_mem: 1 }', {}, 'net.ipv4.tcp_mem is not a sysctl that a node may set: it'],
    [
      'sysctls: { net.ipv4.tcp_sack: 0 }',
      { sysctls: [] },
      'net.ipv4.tcp_sack is not a sysctl that a node may set',
    ],
    ['setuid: true', {}, 'nodes.attacker.setuid programs that gain rights'],
    [
      'resources: { memory: 3G }',
      { node: { ...node, memory: 2 ** 31 } },
      '3G of memory is more than a node may have here: 2G of memory',
    ],
    [
      'resources: { disk: 100M }',
      { node: { ...node, disk: 2 ** 26 } },
      '100M of disk is more than a node may have here: 64M of disk',
    ],
    [
      'resources: { cpus: 3 }',
      { node: { ...node, cpus: 2 } },
      '3 cpus is more than a node may have here: 2 cpus',
    ],
    ['resources: { processes: 300 }', { node: { ...node, processes: 256 } }, '300 processes is more'],
    ['', { range: { ...range, nodes: 1 } }, 'nodes has 2 nodes, may have 1'],
    ['', { range: { ...range, networks: 1 } }, 'networks has 2 networks, may have 1'],
    [
      'resources: { memory: 1G }',
      { range: { ...range, memory: 2 ** 30 } },
      'nodes the nodes ask for 1280M of memory together',
    ],
    ['', { range: { ...range, cpus: 1.5 } }, 'the nodes ask for 2 cpus together'],
    ['', { range: { ...range, processes: 500 } }, 'the nodes ask for 512 processes together'],
  ] as [string, Partial<InstallationPolicy>, string][])(
    '%s is refused by line under %o',
    (line, policy, message) => {
      expect(told(line, policy)).toEqual([expect.stringContaining(message)]);
      expect(told(line, policy)[0]).toMatch(/^\d+:\d+ /);
    },
  );

  it.each([
    ['capabilities: [NET_ADMIN]', { capabilities: ['NET_ADMIN'] }],
    ['runtime: runsc', {}],
    ['runtime: runsc', { runtimes: { permit: ['runsc'], require: 'runsc' } }],
    ['sysctls: { net.ipv4.tcp_syncookies: 0, net.ipv4.ping_group_range: "0 1000" }', {}],
    ['setuid: true', { setuid: true }],
  ] as [string, Partial<InstallationPolicy>][])('%s passes where %o permits it', (line, policy) => {
    expect(told(line, policy)).toEqual([]);
  });

  it('points to the line of the node that asks', () => {
    const files = sampleWith('terminal: { user: root }', 'terminal: { user: root }\n    setuid: true');
    const [problem] = loadScenario(files).problems;
    const lines = Buffer.from(files.get('scenario.yaml')!).toString('utf8').split('\n');
    expect(lines[problem!.line - 1]).toContain('setuid: true');
  });

  it('is not looked at again for what is only read', () => {
    const files = sampleWith('terminal: { user: root }', 'terminal: { user: root }\n    setuid: true');
    expect(loadScenario(files, 'any').scenario?.nodes.attacker?.setuid).toBe(true);
  });

  it('can be asked without the file', () => {
    const { scenario } = loadScenario(sampleFolder());
    expect(againstPolicy(scenario!, { ...defaultPolicy, range: { ...range, nodes: 1 } })).toMatchObject([
      { path: ['nodes'] },
    ]);
  });
});
