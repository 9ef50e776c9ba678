import { topologySvg, type Language } from '#scenario';
import { FoundWrong } from '../reporting/found-wrong.js';
import { describeProblem, Problem } from '../reporting/problem.js';
import { formatFault, isError, readScenario } from './read.js';
import { writeOut } from './write-out.js';

/**
 * `vocr scenario graph`: the topology as a picture. @param language without it the scenario's first
 * @throws FoundWrong for a scenario that does not validate, its faults told; Problem when the file cannot be written
 */
export async function drawTopology(
  folder: string,
  { out, language }: { out?: string; language?: Language },
): Promise<void> {
  const { scenario, problems } = await readScenario(folder);
  if (!scenario) {
    // The standard output is for the picture alone.
    const faults = problems.filter(isError).map((fault) => formatFault(folder, fault));
    const told = new Problem(`${folder} cannot be drawn before it is valid.`, { tail: faults });
    process.stderr.write(`${describeProblem(told)}\n`);
    throw new FoundWrong();
  }
  await writeOut(topologySvg(scenario, language ?? scenario.languages[0]!), out);
}
