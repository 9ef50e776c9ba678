import { ask } from '#probes';
import { awaitReady, findNode, type DesiredRange, type Engine, type Helper } from '#range';

/** Wall time that a node has to become ready in one try, ms. */
const readyWithin = 45_000;

/**
 * Waits until a node of a range runs and its ready probe, if it has one, is answered as it should be.
 * @throws NodeFailed when it ends or time runs out; the signal's reason when it is aborted
 */
export async function nodeReady(
  { name, ready, interfaces }: DesiredRange['nodes'][number],
  at: { engine: Engine; helper: Helper; range: string },
  signal: AbortSignal,
): Promise<void> {
  const { engine, helper, range } = at;
  const look = () => findNode(engine, { installation: helper.installation, range, node: name });
  await awaitReady({
    node: name,
    look,
    limitMs: readyWithin,
    signal,
    ...(ready && {
      ask: async () => {
        const node = await look();
        if (!node) return { outcome: 'failed' as const, detail: 'its container has gone' };
        const address = interfaces[0]?.address ?? '127.0.0.1';
        return ask(ready, { engine, helper, address, ...node });
      },
    }),
  });
}
