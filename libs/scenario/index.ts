export { AddressError, addressPlan, addressSeenFrom, type PlannedAddress } from './addresses.js';
export { permittedCapabilities } from './capabilities.js';
export { type JsonSchema, scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
export { type LoadedScenario, loadScenario } from './load.js';
export { nodeFiles, type PlacedFile } from './node-files.js';
export { type Pack, packBounds, PackError, type PackFault, type PackedFile, packOf } from './pack.js';
export type { Problem, Severity } from './problem.js';
export { type PublicNode, publicScenario, type PublicScenario, type PublicTask, textIn } from './public.js';
export {
  type Check,
  checkSchema,
  type Hint,
  type HttpProbe,
  httpProbeSchema,
  type Language,
  type NodeFile,
  type Probe,
  probeSchema,
  type Scenario,
  type ScenarioNode,
  scenarioSchema,
  type Solution,
  solutionSchema,
  type Task,
  type Text,
  textSchema,
  type Variable,
  variableSchema,
} from './schema.js';
export { resolveAll, resolveText, type Template, TemplateError, templatesIn } from './templates.js';
export { durationMs, sizeBytes } from './units.js';
export { hideSecrets, isSecret, teamValues, type ValueSource } from './variables.js';
