import { readFolder } from '#persistence';
import { loadScenario } from '#scenario';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { named, starterKinds, UnfitName, unnamed, whyUnfit } from './starter.js';

const filesOf = (kind: string) => readFolder(join(import.meta.dirname, 'starters', kind));

describe.each(starterKinds)('the starter for %s', (kind) => {
  it('is a valid scenario with a solution, under its own name and under another', async () => {
    const title = { vi: 'Vụ "lạ": # & \\ <b>', en: `It's a: 'title' [x]` };
    for (const naming of [unnamed, { id: 'night-shift', title }]) {
      const { scenario, solution, problems } = loadScenario(named(await filesOf(kind), naming));
      expect(problems).toEqual([]);
      expect(scenario).toMatchObject(naming);
      expect(solution!.steps.map(({ task }) => task)).toEqual(scenario!.tasks.map(({ id }) => id));
    }
  });

  it('speaks both languages, has an image of its own, and says where editors find the schema', async () => {
    const files = named(await filesOf(kind), {
      id: 'night-shift',
      title: { vi: 'Ca đêm', en: 'Night shift' },
    });
    const text = (path: string) => Buffer.from(files.get(path)!).toString('utf8');
    expect(text('brief.vi.md')).toMatch(/^# Ca đêm\n/);
    expect(text('brief.en.md')).toMatch(/^# Night shift\n/);
    expect(text('scenario.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/);
    expect(text('solution.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\/solution\.schema\.json\n/);
    expect([...files.keys()].filter((path) => /^images\/[^/]+\/Dockerfile$/.test(path))).toHaveLength(1);
    const all = [...files.keys()].map(text).join('\n');
    for (const left of [unnamed.id, unnamed.title.vi, unnamed.title.en]) expect(all).not.toContain(left);
  });
});

describe('a name', () => {
  const title = { vi: 'Tên', en: 'Name' };
  it.each([
    [{ id: 'A', title }, /no id of a scenario/],
    [{ id: '../x', title }, /no id of a scenario/],
    [{ id: 'fine', title: { ...title, vi: ' ' } }, /1 to 200/],
    [{ id: 'fine', title: { ...title, en: 'two\nlines' } }, /one plain line/],
    [{ id: 'fine', title: { ...title, en: '{{ flag }}' } }, /value would stand/],
  ])('%j is refused', (naming, why) => {
    expect(whyUnfit(naming)).toMatch(why);
    expect(() => named(new Map(), naming)).toThrow(UnfitName);
  });
});
