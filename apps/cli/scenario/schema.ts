import { scenarioJsonSchema, solutionJsonSchema } from '#scenario';
import { writeOut } from './write-out.js';

/** The JSON Schema as a file has it. @param of the declaration that it is for */
export const schemaText = (of: 'scenario' | 'solution'): string =>
  `${JSON.stringify(of === 'scenario' ? scenarioJsonSchema() : solutionJsonSchema(), null, 2)}\n`;

/** `vocr scenario schema`: what editors complete and check by. @throws Problem when the file cannot be written */
export const writeSchema = ({ solution, out }: { solution?: boolean; out?: string }): Promise<void> =>
  writeOut(schemaText(solution ? 'solution' : 'scenario'), out);
