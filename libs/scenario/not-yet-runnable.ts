import { type Path, pathText, startsWith } from './path.js';
import { type Scenario, scenarioSchema } from './schema.js';
import { everyMarked } from './schema/marked.js';

/** Something that a scenario declares and the platform cannot do yet. */
export interface NotYet {
  /** Its place in `scenario.yaml`, such as `timeline[0]`. */
  where: string;
  /** What cannot be done, as a noun in the plural: `injects of a timeline`. */
  what: string;
}

/**
 * What of a valid scenario cannot run yet, in the order of the file. A scenario of which anything is told here is not launched:
 * without it, it would be another one.
 */
export function notYetRunnable(scenario: Scenario): NotYet[] {
  const told: { path: Path; what: string }[] = [];
  for (const { path, value, meaning } of everyMarked(scenarioSchema, scenario)) {
    if (meaning.notYet === undefined || isEmpty(value)) continue;
    if (told.some((outer) => startsWith(path, outer.path))) continue;
    told.push({ path, what: meaning.notYet });
  }
  return told.map(({ path, what }) => ({ where: pathText(path), what }));
}

/** A list or a map that is there only as its key's default. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
