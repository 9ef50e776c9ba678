import { type Scenario, scenarioSchema } from '../schema.js';
import { scenarioFile } from '../validate/subject.js';
import { YamlFile } from '../yaml-file.js';
import { shapeOf } from './shape.js';

/** What was a scenario once cannot be read as one any more; the message says why. */
export class UnreadableScenario extends Error {}

/**
 * The scenario of a folder that was validated when it was taken in. The rules of today are not asked: one that has become
 * stricter must not lock what was made before. What only today's language has gets its default.
 * @throws UnreadableScenario when even the form is another
 */
export function readPinned(files: ReadonlyMap<string, Uint8Array>): Scenario {
  const bytes = files.get(scenarioFile);
  if (!bytes) throw new UnreadableScenario(`there is no ${scenarioFile}`);
  const { yaml, findings } = YamlFile.read(scenarioFile, bytes);
  if (!yaml)
    throw new UnreadableScenario(findings.map(({ message }) => `${scenarioFile} ${message}`).join('; '));
  const strict = scenarioSchema.safeParse(yaml.data);
  if (strict.success) return strict.data;
  const loose = shapeOf(scenarioSchema).safeParse(yaml.data);
  if (loose.success) return loose.data;
  const faults = loose.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new UnreadableScenario(
    `${scenarioFile} has another form than today's: ${faults.slice(0, 5).join('; ')}`,
  );
}
