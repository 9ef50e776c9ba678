import { describe, expect, it } from 'vitest';
import { mends, sample, sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

describe('references', () => {
  it.each([
    [
      'a network',
      'inner: {}',
      'iner: {}',
      'scenario.yaml:29:7 error: there is no network iner',
      'did you mean inner?',
    ],
    [
      'a node of a check',
      '- node: web',
      '- node: wbe',
      'scenario.yaml:50:15 error: there is no node wbe',
      'did you mean web?',
    ],
    [
      'a node that a check comes from',
      '- node: web',
      '- from: attaker\n        node: web',
      'scenario.yaml:50:15 error: there is no node attaker',
      'did you mean attacker?',
    ],
    [
      'a prerequisite',
      'requires: [find]',
      'requires: [zzz]',
      'scenario.yaml:48:16 error: there is no task zzz',
      'there is find, mend',
    ],
  ])('finds %s that is not declared', (_, from, to, said, mend) => {
    expect(told(sampleWith(from, to))).toEqual([said]);
    expect(mends(sampleWith(from, to))).toEqual([mend]);
  });

  it('finds tasks and nodes that the solution only imagines', () => {
    const text = sample['solution.yaml']
      .replace('task: find', 'task: fidn')
      .replace('node: attacker, run: echo', 'node: attaker, run: echo');
    expect(told(sampleFolder({ 'solution.yaml': text }))).toEqual([
      'solution.yaml:2:1 warning: no step solves task find',
      'solution.yaml:3:13 error: there is no task fidn',
      'solution.yaml:4:25 error: there is no node attaker',
    ]);
  });

  it('says nothing of names whose declaration is wrong, for that is said already', () => {
    expect(told(sampleWith('inner: { cidr: 10.10.20.0/24 }', 'inner: { cidr: x }'))).toEqual([
      'scenario.yaml:17:18 error: networks.inner.cidr must be a network such as 192.168.56.0/24',
    ]);
    expect(told(sampleWith('id: find', 'id: find\n    poinst: 50').set('x', Buffer.from('')))).toEqual([
      'scenario.yaml:37:5 error: poinst is not a known key here',
    ]);
  });
});
