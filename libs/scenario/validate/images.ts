import { platformImages, platformPrefix, readDockerfile } from '../dockerfile.js';
import { didYouMean, nearest } from '../nearest.js';
import type { Finding } from '../problem.js';
import type { Subject } from './subject.js';

/** Images of VOCR that are named are there, and every Dockerfile is one that can be built. */
export function* images({ scenario, dockerfiles }: Subject): Iterable<Finding> {
  for (const [node, { image }] of Object.entries(scenario.nodes)) {
    if (image !== undefined) yield* unknown(image, { path: ['nodes', node, 'image'] });
  }
  for (const [file, text] of dockerfiles) {
    const { bases, faults } = readDockerfile(text);
    for (const { line, message, mend } of faults) {
      yield { file, offset: beginOf(text, line), message, mend };
    }
    // What is wrong as a name was just told.
    if (faults.length > 0) continue;
    for (const base of bases) yield* unknown(base, { file, offset: text.indexOf(base) });
  }
}

function* unknown(image: string, place: Pick<Finding, 'path' | 'file' | 'offset'>): Iterable<Finding> {
  if (!image.startsWith(platformPrefix) || platformImages.some((known) => known === image)) return;
  yield {
    ...place,
    message: `there is no image ${image}`,
    mend: didYouMean(nearest(image, platformImages), platformImages),
  };
}

/** Where a line begins, in UTF-16 units. @param line counted from 1 */
function beginOf(text: string, line: number): number {
  return text
    .split('\n')
    .slice(0, line - 1)
    .reduce((offset, before) => offset + before.length + 1, 0);
}
