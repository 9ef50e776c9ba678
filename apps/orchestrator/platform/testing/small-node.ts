import { scenarioSchema, type ScenarioNode } from '#scenario';

/** A node with these resources, the others as a scenario has them by default. */
export const smallNode = (resources: Partial<ScenarioNode['resources']>): ScenarioNode =>
  scenarioSchema.shape.nodes.parse({ node: { image: 'debian', resources } })!['node']!;
