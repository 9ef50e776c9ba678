import type { ContainerFacts, Engine } from './engine-model.js';

const logLines = 12;
const mostLogBytes = 2_000;
const wordsOfCodes: Record<number, string> = {
  126: 'its program cannot be executed',
  127: 'its program was not found',
  137: 'it was killed',
  139: 'it crashed (segmentation fault)',
  143: 'it was told to end',
};

/** Why a container no longer runs, in words for a person, with the end of its log. */
export async function whyItEnded(engine: Engine, facts: ContainerFacts): Promise<string> {
  const log = (await engine.containers.logs(facts.id, { lines: logLines, since: facts.startedAt })).trim();
  return describeEnd(facts, log);
}

/** @param log the end of what it wrote, maybe empty */
export function describeEnd(
  facts: Pick<ContainerFacts, 'exitCode' | 'oomKilled' | 'error'>,
  log: string,
): string {
  const words = facts.oomKilled
    ? 'it was killed because its memory ended; raise resources.memory'
    : wordsOfCodes[facts.exitCode];
  const head =
    facts.error || `its main process ended with code ${facts.exitCode}${words ? `: ${words}` : ''}`;
  const tail = log.length > mostLogBytes ? `…${log.slice(-mostLogBytes)}` : log;
  return tail ? `${head}; last lines of its log:\n${tail}` : `${head}; it wrote nothing`;
}
