import { z } from 'zod';
import { attackSchema } from './schema/attack.js';
import { attackTechnique, d3fendTechnique, niceId } from './schema/ids.js';
import { mark } from './schema/meaning.js';
import { networkSchema } from './schema/network.js';
import { nodeSchema } from './schema/node.js';
import { rolesSchema } from './schema/role.js';
import { serviceSchema } from './schema/service.js';
import { taskSchema } from './schema/task.js';
import { languageSchema, textSchema } from './schema/texts.js';
import { injectSchema } from './schema/timeline.js';
import { variableName, variableSchema } from './schema/variable.js';
import { duration, name } from './schema/words.js';

/** `scenario.yaml`, the one file that declares a scenario. Each key is declared in a file of its own. */
export const scenarioSchema = z.strictObject({
  apiVersion: z.literal('vocr/v1').describe('the version of the language'),
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,62}$/, 'must be 2 to 63 of a-z, 0-9 and -, and start with a letter')
    .describe('its name, the same in every version'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/, 'must be a semantic version such as 1.0.0')
    .describe('its semantic version, such as 1.0.0'),
  title: textSchema.describe('its title'),
  summary: textSchema.describe('what it is about, in a few sentences'),
  authors: z.array(z.string().max(200)).min(1).max(50).describe('who wrote it'),
  license: z.string().max(100).describe('under which licence it may be used, as an SPDX id'),
  difficulty: z
    .enum(['beginner', 'easy', 'medium', 'hard', 'expert'])
    .describe('how hard it is for those whom the prerequisites describe'),
  duration: duration.describe('how long it takes, such as 90m'),
  languages: mark(z.array(languageSchema).min(1), { once: { what: 'the language' } }).describe(
    'the languages that every text of it is there in',
  ),
  prerequisites: z.array(textSchema).max(50).default([]).describe('what a learner should know before'),
  objectives: z.array(textSchema).max(50).default([]).describe('what a learner can do afterwards'),
  mappings: z
    .strictObject({
      attack: z.array(attackTechnique).default([]).describe('techniques of MITRE ATT&CK'),
      d3fend: z.array(d3fendTechnique).default([]).describe('techniques of MITRE D3FEND'),
      nice: z.array(niceId).default([]).describe('work roles, tasks, knowledge and skills of NICE'),
    })
    .prefault({})
    .describe('what it teaches, by the ids of common frameworks'),
  variables: z
    .record(variableName, variableSchema)
    .default({})
    .describe('values that differ per team, used as {{ name }}'),
  networks: z.record(name, networkSchema).describe('segments of the topology, by name'),
  nodes: z.record(name, nodeSchema).describe('machines of the topology, by name'),
  roles: rolesSchema.default({}).describe('what each role sees; a role that is left out sees everything'),
  tasks: mark(z.array(taskSchema).max(200), { once: { what: 'the task id', by: 'id' } })
    .default([])
    .describe('what earns points'),
  services: z
    .record(name, serviceSchema)
    .default({})
    .describe('what must be kept up, by name; probed each tick'),
  attacks: z
    .record(name, attackSchema)
    .default({})
    .describe('automated adversaries, by name; the timeline or an instructor starts them'),
  timeline: mark(z.array(injectSchema).max(200), { once: { what: 'the inject id', by: 'id' } })
    .default([])
    .describe('what happens to the exercise, and when'),
});

export { probeKindOf, probeSchema } from './schema/probes/index.js';
export { solutionSchema } from './schema/solution.js';
export { textSchema } from './schema/texts.js';
export type { NodeFile } from './schema/file.js';
export type { ScenarioNode } from './schema/node.js';
export type { HttpProbe } from './schema/probes/http.js';
export type { DnsProbe } from './schema/probes/dns.js';
export type { FileProbe } from './schema/probes/file.js';
export type { ImapProbe, SmtpProbe } from './schema/probes/mail.js';
export type { Probe, ProbeKind, Question } from './schema/probes/index.js';
export type { ProcessProbe } from './schema/probes/process.js';
export type { SshProbe } from './schema/probes/ssh.js';
export type { Solution } from './schema/solution.js';
export type { Hint, Task } from './schema/task.js';
export type { Check } from './schema/tasks/check.js';
export type { Attack } from './schema/attack.js';
export type { Role } from './schema/role.js';
export type { Service } from './schema/service.js';
export type { Inject } from './schema/timeline.js';
export type { Language, Text } from './schema/texts.js';
export type { Variable } from './schema/variable.js';
export type Scenario = z.infer<typeof scenarioSchema>;
