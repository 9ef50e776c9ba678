import { describe, expect, it } from 'vitest';
import { sample, sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

describe('texts', () => {
  it('finds texts and briefs that a declared language lacks', () => {
    const text = sample['scenario.yaml']
      .replace('en: Web server', 'vi2: x')
      .replace("vi: 'Tìm cổng trên {{ nodes.web.ip }}', ", '')
      .replace(', vi2: x', '');
    expect(
      told(sampleFolder({ 'scenario.yaml': text, 'brief.en.md': undefined, 'brief.vi.md': ' \n' })),
    ).toEqual([
      'scenario.yaml:10:17 error: there is no brief.en.md',
      'scenario.yaml:24:5 error: nodes.web.title has no text in en',
      'scenario.yaml:38:5 error: tasks[0].description has no text in vi',
      'brief.vi.md:1:1 error: is empty',
    ]);
  });

  it('warns of texts that nobody will be shown', () => {
    expect(told(sampleWith('languages: [vi, en]', 'languages: [vi]')).slice(0, 2)).toEqual([
      'scenario.yaml:4:19 warning: en is not a declared language',
      'scenario.yaml:5:29 warning: en is not a declared language',
    ]);
    expect(told(sampleFolder({ 'brief.fr.md': 'x' }))).toEqual([
      'brief.fr.md:1:1 warning: fr is not a declared language',
    ]);
  });
});
