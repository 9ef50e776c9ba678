import { describe, expect, it } from 'vitest';
import { sample, sampleFolder, told } from '../testing/sample-folder.js';

describe('identities', () => {
  it('finds ids, languages, prerequisites and files that are there twice', () => {
    const text = sample['scenario.yaml']
      .replace('languages: [vi, en]', 'languages: [vi, en, vi]')
      .replace('id: mend', 'id: find')
      .replace('requires: [find]', 'requires: []')
      .replace('path: /etc/shop.ini', 'path: /etc/flag')
      .replace(
        '- { id: scan, cost: 10, text: { vi: Hãy quét, en: Scan it } }',
        '- { id: a, cost: 1, text: { vi: a, en: a } }\n      - { id: a, cost: 1, text: { vi: b, en: b } }',
      );
    expect(told(sampleFolder({ 'scenario.yaml': text, 'solution.yaml': undefined }))).toEqual([
      'scenario.yaml:10:21 error: the language vi is there twice',
      'scenario.yaml:34:17 error: the file /etc/flag is there twice',
      'scenario.yaml:44:15 error: the hint id a is there twice',
      'scenario.yaml:45:9 error: the task id find is there twice',
      'solution.yaml:1:1 warning: is not there: nothing proves that the scenario can be solved',
    ]);
  });
});
