import { scenarioSchema, type Scenario } from '#scenario';

/** A scenario with one task for each of these lists of actions; the second of a pair must not be seen. */
export function scenarioOf(...tasks: [actions: object[], never?: object[]][]): Scenario {
  return scenarioSchema.parse({
    apiVersion: 'vocr/v1',
    id: 'sample',
    version: '1.0.0',
    title: { en: 'Sample' },
    summary: { en: 'Sample' },
    authors: ['VOCR'],
    license: 'Apache-2.0',
    difficulty: 'easy',
    duration: '30m',
    languages: ['en'],
    networks: { lan: { cidr: '10.0.0.0/24' } },
    nodes: { desk: { image: 'a', networks: { lan: {} } }, shop: { image: 'a', networks: { lan: {} } } },
    tasks: tasks.map(([actions, never = []], index) => ({
      id: `task-${index}`,
      title: { en: 't' },
      description: { en: 't' },
      points: 1,
      observe: { actions, never, within: '1h' },
    })),
  });
}
