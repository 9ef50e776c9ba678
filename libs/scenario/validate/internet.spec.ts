import { describe, expect, it } from 'vitest';
import { againstPolicy } from '../policy/against-policy.js';
import { defaultPolicy } from '../policy/policy.js';
import { scenarioSchema } from '../schema.js';
import { sample, sampleFolder, told } from '../testing/sample-folder.js';

/** The sample with these words for its first network's internet. */
function reaching(internet: string): Map<string, Uint8Array> {
  const cidr = '192.168.56.0/24';
  const text = sample['scenario.yaml'];
  expect(text).toContain(cidr);
  return sampleFolder({ 'scenario.yaml': text.replace(cidr, `${cidr}, internet: ${internet}`) });
}

/** What is wrong for any installation; the usual policy permits no place. */
const wrong = (text: string) =>
  told(reaching(text)).filter((problem) => !problem.includes('that ranges may reach here'));

describe('what of the internet a network may reach', () => {
  it.each([
    'none',
    '{ allow: ["packages.example.net:80", "*.example.org:443"] }',
    '{ allow: [a.example:1], address: 192.168.56.77 }',
  ])('may be %s', (text) => expect(wrong(text)).toEqual([]));

  it.each([
    ['all', 'must be none, or { allow:'],
    ['{ allow: [] }', 'internet.allow must have at least 1 entry'],
    ['{ allow: [a.example] }', 'a.example is no place of the internet'],
    ['{ allow: ["10.0.0.1:80"] }', '10.0.0.1:80 is no place of the internet'],
    ['{ allow: ["*:80"] }', '*:80 is no place of the internet'],
    ['{ allow: [a.example:1], address: 10.0.0.1 }', '10.0.0.1 is no address of a machine in network dmz'],
    ['{ allow: [a.example:1], address: 192.168.56.255 }', '192.168.56.255 is no address of a machine'],
  ])('is not %s', (text, why) => {
    const problems = wrong(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(why);
  });

  it('is refused by place when the installation does not permit it', () => {
    const { nodes, networks } = scenarioSchema.pick({ nodes: true, networks: true }).parse({
      networks: { lan: { cidr: '10.1.0.0/24', internet: { allow: ['a.example:80', 'b.example:80'] } } },
      nodes: {},
    });
    const permitting = { ...defaultPolicy, internet: { permit: ['a.example'] } };
    expect(againstPolicy({ nodes, networks }, permitting)).toEqual([
      {
        path: ['networks', 'lan', 'internet', 'allow', 1],
        message: 'b.example:80 is not a place of the internet that ranges may reach here',
        mend: expect.stringContaining('permitted are a.example'),
      },
    ]);
    expect(againstPolicy({ nodes, networks }, defaultPolicy)).toHaveLength(2);
  });
});
