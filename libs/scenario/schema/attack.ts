import { z } from 'zod';
import { attackTechnique } from './ids.js';
import { exactlyOne, kindKeys } from './kinds.js';
import { mark } from './meaning.js';
import { patternSchema } from './patterns.js';
import { plainQuestion } from './probes/index.js';
import { textSchema } from './texts.js';
import { argumentList, durationWithin, machineText, name, nameOf, userName } from './words.js';
import { variableName } from './variable.js';

const commandLine = mark(argumentList, { use: 'attack' });

/** How a step says what it runs, by key. */
const commandKinds = {
  run: commandLine.describe(
    'the program and its arguments; {{ facts.x }} stands for what a step before learned',
  ),
  choose: z
    .array(commandLine)
    .min(2)
    .max(20)
    .describe("several such commands, of which the exercise's seed chooses one"),
};

const requiresSchema = z.strictObject({
  steps: z.array(name).max(50).default([]).describe('steps before this one that must have succeeded'),
  facts: z.array(variableName).max(50).default([]).describe('facts that a step before must have learned'),
  up: z.array(nameOf('services')).max(50).default([]).describe('services that must be up'),
});

const successSchema = z.strictObject({
  exitCode: z.int().min(0).max(255).default(0).describe('the exit code that it must end with'),
  contains: mark(z.array(machineText).max(20), { use: 'probe' })
    .default([])
    .describe('texts that its output must contain'),
  matches: patternSchema().optional().describe('a regular expression that its output must match'),
  check: plainQuestion.optional().describe('a probe that must pass afterwards'),
});

const stepSchema = exactlyOne(
  commandKinds,
  z.strictObject({
    id: name.describe('its name, once in the attack'),
    title: textSchema.optional().describe('what it does, for those who lead'),
    technique: attackTechnique.optional().describe('the technique of MITRE ATT&CK that it is'),
    node: nameOf('nodes').optional().describe("the node that it runs on; without it the attack's"),
    user: userName.optional().describe("the user that it runs as; without it the attack's"),
    ...kindKeys(commandKinds),
    timeout: durationWithin('1s', '1h').default('1m').describe('the time after which it has failed'),
    requires: requiresSchema.prefault({}).describe('what must be so before it begins; else it is skipped'),
    retries: z.int().min(0).max(20).default(0).describe('how often it is tried again when it fails'),
    pause: durationWithin('0s', '1h')
      .default('0s')
      .describe('the time before it, and before each further try'),
    success: successSchema.prefault({}).describe('what counts as success; all of it must hold'),
    facts: z
      .record(variableName, patternSchema(1))
      .default({})
      .describe('what it learns, by name: a pattern whose one group is found in its output'),
    cleanup: commandLine.optional().describe('a command that undoes it, run when the attack ends'),
  }),
);

/** An automated adversary, in steps. */
export const attackSchema = mark(
  z.strictObject({
    title: textSchema.describe('what people call it'),
    description: textSchema.optional().describe('what it is about, for those who lead'),
    node: nameOf('nodes').describe('the node that its steps run on'),
    user: userName.default('root').describe('the user that its steps run as'),
    onFailure: z
      .enum(['stop', 'continue'])
      .default('stop')
      .describe('what happens when a step fails: the attack ends, or the steps that do not need it go on'),
    steps: mark(z.array(stepSchema).min(1).max(100), { once: { what: 'the step id', by: 'id' } }).describe(
      'what it does, in this order',
    ),
  }),
  { notYet: 'attacks' },
);

export type Attack = z.infer<typeof attackSchema>;
