import { describe, expect, it } from 'vitest';
import { sample, sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

describe('prerequisites', () => {
  it('finds tasks that wait for themselves, and what waits for them', () => {
    const last =
      "      - node: web\n        http: { path: /login, form: { password: '{{ clerk_password }}' }, status: 200 }\n";
    const third = `  - id: third\n    title: { vi: a, en: a }\n    description: { vi: a, en: a }\n    points: 1\n    requires: [mend]\n    answer: { value: a }\n`;
    const text = sample['scenario.yaml']
      .replace('attempts: 5', 'requires: [mend]')
      .replace(last, last + third);
    expect(told(sampleFolder({ 'scenario.yaml': text, 'solution.yaml': undefined })).slice(0, 3)).toEqual([
      'scenario.yaml:41:5 error: task find waits for itself: find needs mend needs find',
      'scenario.yaml:48:5 error: task mend waits for itself: mend needs find needs mend',
      'scenario.yaml:56:5 error: task third can never be opened: third needs mend needs find needs mend',
    ]);
  });

  it('takes a task that requires itself for a cycle', () => {
    expect(told(sampleWith('requires: [find]', 'requires: [mend]'))).toContain(
      'scenario.yaml:48:5 error: task mend waits for itself: mend needs mend',
    );
  });
});
