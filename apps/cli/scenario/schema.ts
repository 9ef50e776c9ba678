import { scenarioJsonSchema, schemaReference, solutionJsonSchema } from '#scenario';
import { writeOut } from './write-out.js';

/** The JSON Schema as a file has it. @param of the declaration that it is for */
export const schemaText = (of: 'scenario' | 'solution'): string =>
  `${JSON.stringify(of === 'scenario' ? scenarioJsonSchema() : solutionJsonSchema(), null, 2)}\n`;

/** The reference of the language as its file has it, made from the same schema. */
export const referenceText = (): string =>
  `# The scenario language: reference\n\nMade from the schema by \`npx vocr scenario schema --reference --out scenarios/reference.md\`; do not edit. How to begin is\nin the [guide](README.md).\n\n${schemaReference().trimEnd()}\n`;

/**
 * `vocr scenario schema`: what editors complete and check by, or the same for people to read.
 * @throws Problem when the file cannot be written
 */
export const writeSchema = ({
  solution,
  reference,
  out,
}: {
  solution?: boolean;
  reference?: boolean;
  out?: string;
}): Promise<void> =>
  writeOut(reference ? referenceText() : schemaText(solution ? 'solution' : 'scenario'), out);
