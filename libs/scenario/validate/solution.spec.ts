import { describe, expect, it } from 'vitest';
import { sample, sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

describe('solution', () => {
  it.each([
    [
      'node: attacker, run: nmap',
      'node: web, run: nmap',
      'error: node web has no terminal, so a trainee cannot do this',
    ],
    ["answer: 'flag=(\\S+)'", "answer: 'flag=\\S+'", 'error: answer must have exactly one group (…), has 0'],
    ["answer: 'flag=(\\S+)'", "answer: 'flag=(\\S+'", 'error: answer is no pattern: '],
    [", answer: 'flag=(\\S+)'", '', 'error: no step gives the answer to task find'],
    [
      'run: echo mended',
      "run: echo mended, answer: '(x)'",
      'warning: task mend is solved by a check, not by an answer',
    ],
    ['  - { task: mend, node: attacker, run: echo mended }\n', '', 'warning: no step solves task mend'],
  ])('of %s made %s says why it cannot solve', (from, to, said) => {
    expect(told(sampleWith(from, to, 'solution.yaml'))).toEqual([expect.stringContaining(said)]);
  });

  it('finds a task that is solved before what it requires', () => {
    const [head, find, mend] = [
      sample['solution.yaml'].split('  - ')[0],
      ...sample['solution.yaml'].split('  - ').slice(1),
    ];
    const files = sampleFolder({ 'solution.yaml': `${head}  - ${mend}  - ${find}` });
    expect(told(files)).toEqual([
      'solution.yaml:3:5 error: solves task mend before task find, which it requires',
    ]);
  });
});
