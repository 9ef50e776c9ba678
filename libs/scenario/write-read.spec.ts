import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { loadScenario } from './load.js';
import { scenarioSchema } from './schema.js';
import { arbitraryOf } from './testing/arbitrary-scenario.js';
import { drill, drillFolder } from './testing/drill-folder.js';

/** The drill's folder with another scenario.yaml. */
const folderOf = (scenario: unknown) =>
  new Map([...drillFolder(), ['scenario.yaml', Buffer.from(stringify(scenario))]]);

const declared = {
  networks: ['dmz', 'inner'],
  nodes: ['attacker', 'web'],
  tasks: ['find', 'mend'],
  services: ['shop'],
  attacks: ['ransom'],
};
const base = parse(drill) as Record<string, unknown> & { nodes: Record<string, object>; tasks: object[] };
const { shape } = scenarioSchema;
const nodeShape = shape.nodes.valueType.shape;
const taskShape = shape.tasks.unwrap().element.shape;

const some = <T extends Record<string, Parameters<typeof arbitraryOf>[0]>>(parts: T) =>
  fc.record(
    Object.fromEntries(Object.entries(parts).map(([key, schema]) => [key, arbitraryOf(schema, declared)])),
    { requiredKeys: [] },
  );

/** Scenarios around the drill: parts of it replaced by what the schema makes. */
const scenarios = fc
  .record({
    root: some({
      difficulty: shape.difficulty,
      duration: shape.duration,
      objectives: shape.objectives,
      mappings: shape.mappings,
      roles: shape.roles,
      authors: shape.authors,
    }),
    node: some({
      title: nodeShape.title,
      command: nodeShape.command,
      environment: nodeShape.environment,
      ready: nodeShape.ready,
      resources: nodeShape.resources,
      setuid: nodeShape.setuid,
    }),
    task: some({
      description: taskShape.description,
      points: taskShape.points,
      hints: taskShape.hints,
      timeBonus: taskShape.timeBonus,
      firstBlood: taskShape.firstBlood,
      mappings: taskShape.mappings,
    }),
    service: arbitraryOf(shape.services.unwrap().valueType, declared),
    inject: arbitraryOf(shape.timeline.unwrap().element, declared),
    variable: arbitraryOf(shape.variables.unwrap().valueType, declared),
  })
  .map(({ root, node, task, service, inject, variable }) => ({
    ...base,
    ...root,
    variables: { ...(base.variables as object), another: variable },
    nodes: { ...base.nodes, attacker: { ...base.nodes.attacker, ...node } },
    tasks: base.tasks.map((one, index) => (index === 0 ? { ...one, ...task } : one)),
    services: { ...(base.services as object), another: service },
    timeline: [...(base.timeline as object[]), inject],
  }));

describe('a valid scenario', () => {
  it('is the same after it was written and read again, whatever is in it', () => {
    let valid = 0;
    fc.assert(
      fc.property(scenarios, (written) => {
        const { scenario } = loadScenario(folderOf(written), 'any');
        if (!scenario) return;
        valid += 1;
        // As it was meant, and, with every default written out, the same once more.
        expect(scenario).toEqual(scenarioSchema.parse(written));
        const again = loadScenario(folderOf(scenario), 'any');
        expect(again.scenario).toEqual(scenario);
        expect(Object.keys(again.scenario!)).toEqual(Object.keys(scenario));
      }),
      { numRuns: 150, seed: 20261122 },
    );
    expect(valid).toBeGreaterThan(30);
  }, 180_000);
});
