export { addressPlan, addressSeenFrom, proxyAddress, type PlannedAddress } from './addresses.js';
export { grantableCapabilities, permittedCapabilities } from './capabilities.js';
export { differenceOf, type Difference } from './difference.js';
export { topologySvg } from './graph/topology-svg.js';
export { type Dockerfile, platformImages, platformPrefix, readDockerfile } from './dockerfile.js';
export { type JsonSchema, scenarioJsonSchema, solutionJsonSchema } from './json-schema.js';
export { matchesPattern, type Matching } from './linear-pattern.js';
export { type LoadedScenario, loadScenario } from './load.js';
export { nodeFiles } from './node-files.js';
export {
  archiveBound,
  type Manifest,
  misnamed,
  type OpenedPack,
  openPack,
  sealPack,
} from './archive/pack-archive.js';
export { fingerprintOf, publicKeyOf, type Signature } from './archive/signature.js';
export { ArchiveError } from './archive/tar.js';
export { changesBetween, contentsOf, type PackChanges, type PackContents } from './contents.js';
export { type NotYet, notYetRunnable } from './not-yet-runnable.js';
export { packBounds, packOf } from './pack.js';
export { readPinned, UnreadableScenario } from './pinned/read-pinned.js';
export { defaultPolicy, type InstallationPolicy, type ResourceBounds } from './policy/policy.js';
export { type ReadPolicy, readPolicy } from './policy/read-policy.js';
export { grantableSysctl } from './policy/sysctls.js';
export { poolFaults, sharedValues, warmNodes, type WarmNode } from './pool.js';
export type { Problem } from './problem.js';
export { publicScenario, textIn } from './public.js';
export {
  type Attack,
  type Check,
  type DnsProbe,
  type FileProbe,
  type Hint,
  type HttpProbe,
  type ImapProbe,
  type Language,
  type Inject,
  type Probe,
  type ProbeKind,
  probeKindOf,
  probeSchema,
  type ProcessProbe,
  type Question,
  type Role,
  type Scenario,
  type ScenarioNode,
  scenarioSchema,
  type Service,
  type SmtpProbe,
  type Solution,
  type SshProbe,
  type Task,
  type Text,
  textSchema,
} from './schema.js';
export { internetPlace, refusedPlaces } from './internet.js';
export { linkFigures, type LinkFigures, type LinkSupport, whyNoLink } from './link-figures.js';
export { networksReached, routePlan, type Route } from './routes.js';
export { type Entry, type Seen, seenBy, terminalFor } from './seen-by.js';
export { schemaReference } from './reference.js';
export { resolverResources } from './resolver-resources.js';
export { type Link, linkSchema } from './schema/network.js';
export { answerTask, type TaskAnswer } from './schema/tasks/answer.js';
export type { ObserveTask } from './schema/tasks/observe.js';
export { resolveAll, resolveText, TemplateError } from './templates.js';
export { durationMs, sizeBytes } from './units.js';
export { hideSecrets, teamValues } from './variables.js';
export { compareVersions } from './version.js';
