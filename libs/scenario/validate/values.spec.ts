import { describe, expect, it } from 'vitest';
import { sampleWith, told } from '../testing/sample-folder.js';

describe('values', () => {
  it.each([
    ['duration: 30m', 'duration: 0h', 'error: duration must be more than nothing'],
    ['min: 20000, max: 30000', 'min: 20000, max: 10000', 'error: min 20000 is more than max 10000'],
    [
      'terminal: { user: root }',
      'capabilities: [NET_ADMIN]\n    terminal: {}',
      'error: NET_ADMIN is not a capability that a node may have',
    ],
    ['points: 50', 'points: 5', 'warning: the hints of task find cost 10, more than its 5 points'],
    ['points: 100', 'points: 0', 'warning: task mend earns nothing'],
    [
      'points: 100',
      'points: 100\n    attempts: 2',
      'warning: attempts is about answers: this task takes none',
    ],
    [
      '    networks: { dmz: { address: 192.168.56.10 } }\n',
      '',
      'warning: node attacker is in no network: nothing reaches it',
    ],
  ])('of %s made %s says what cannot be meant', (from, to, said) => {
    expect(told(sampleWith(from, to))).toEqual([expect.stringContaining(said)]);
  });

  it('warns of a range that nobody can enter', () => {
    expect(told(sampleWith('    terminal: { user: root }\n', ''))).toContain(
      'scenario.yaml:18:1 warning: no node has a terminal: nobody can enter the range',
    );
  });

  it('bounds what one team costs', () => {
    const crowd = Array.from(
      { length: 99 },
      (_, index) => `  n${index}: { image: x, networks: { dmz: {} } }\n`,
    ).join('');
    expect(told(sampleWith('tasks:\n', `${crowd}tasks:\n`))).toEqual([
      'scenario.yaml:18:1 error: has 101 nodes, may have 100',
    ]);
  });
});
