import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadScenario } from './load.js';
import { publicScenario, textIn } from './public.js';
import { type Scenario, scenarioSchema } from './schema.js';
import { sampleFolder } from './testing/sample-folder.js';

const sound = loadScenario(sampleFolder()).scenario!;

/** The sample with a mark in every place that a learner must not see. */
function marked(mark: string): Scenario {
  const scenario = structuredClone(sound);
  scenario.variables.door_flag = { type: 'flag', wrapper: mark };
  scenario.variables[mark.toLowerCase()] = { type: 'text', value: mark };
  scenario.networks.inner!.cidr = mark;
  const web = scenario.nodes.web!;
  Object.assign(web, {
    build: mark,
    command: [mark],
    environment: { [mark]: mark },
    files: [{ path: `/${mark}`, content: mark, owner: '0:0', mode: '0644' }],
    ready: { http: { port: 80, path: `/${mark}`, method: 'GET', headers: {}, contains: [mark], lacks: [] } },
    networks: { dmz: { address: mark } },
  });
  scenario.nodes.attacker!.terminal!.user = mark;
  scenario.tasks[0]!.answer!.value = mark;
  scenario.tasks[0]!.hints[0]!.text = { vi: mark, en: mark };
  scenario.tasks[0]!.mappings = [mark];
  scenario.tasks[1]!.check![0] = {
    node: 'web',
    title: { vi: mark, en: mark },
    tcp: { port: 1 },
    log: { contains: mark },
  };
  return scenario;
}

describe('publicScenario', () => {
  it('shows what a learner chooses and works by', () => {
    expect(publicScenario(sound, 'en')).toEqual({
      id: 'sample',
      version: '1.0.0',
      title: 'Sample',
      summary: 'A small sample',
      difficulty: 'easy',
      duration: '30m',
      languages: ['vi', 'en'],
      objectives: [],
      mappings: { attack: [], d3fend: [], nice: [] },
      tasks: [
        {
          id: 'find',
          title: 'Find',
          description: 'Find the port of {{ nodes.web.ip }}',
          points: 50,
          requires: [],
          attempts: 5,
          kind: 'answer',
          hints: [{ id: 'scan', cost: 10 }],
        },
        {
          id: 'mend',
          title: 'Mend',
          description: 'Mend the hole',
          points: 100,
          requires: ['find'],
          kind: 'check',
          hints: [],
        },
      ],
      nodes: [
        { id: 'attacker', terminal: true },
        { id: 'web', title: 'Web server', terminal: false },
      ],
    });
    expect(publicScenario(sound).title).toEqual({ vi: 'Mẫu', en: 'Sample' });
  });

  it('shows nothing that stands where a learner must not look', () => {
    const mark = fc.string({
      minLength: 12,
      maxLength: 20,
      unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZ'),
    });
    fc.assert(
      fc.property(mark, fc.constantFrom(undefined, 'vi' as const, 'en' as const), (text, language) => {
        const scenario = marked(text);
        expect(JSON.stringify(scenario).split(text).length).toBeGreaterThan(18);
        expect(JSON.stringify(publicScenario(scenario, language)).toUpperCase()).not.toContain(text);
      }),
      { numRuns: 50 },
    );
  });

  it('has decided on every key of a scenario: a new one is not shown until someone says so', () => {
    const shown = Object.keys(publicScenario(sound));
    const kept = [
      'apiVersion',
      'authors',
      'license',
      'prerequisites',
      'variables',
      'networks',
      'roles',
      'services',
      'attacks',
      'timeline',
    ];
    expect([...shown, ...kept].sort()).toEqual(Object.keys(scenarioSchema.shape).sort());
  });

  it('shares nothing with the scenario that it shows', () => {
    const shown = publicScenario(sound);
    shown.tasks[1]!.requires.push('x');
    shown.title.vi = 'x';
    shown.mappings.attack.push('x');
    expect(sound.tasks[1]!.requires).toEqual(['find']);
    expect(sound.title.vi).toBe('Mẫu');
    expect(sound.mappings.attack).toEqual([]);
  });
});

describe('textIn', () => {
  it('takes the first language that there is', () => {
    expect(textIn({ vi: 'a', en: 'b' }, ['en', 'vi'])).toBe('b');
    expect(textIn({ vi: 'a' }, ['en', 'vi'])).toBe('a');
    expect(textIn({}, ['en'])).toBe('');
  });
});
