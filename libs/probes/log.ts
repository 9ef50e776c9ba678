import type { Probe } from '#scenario';
import { failed, passed, type Answer } from './answer.js';
import type { Target } from './target.js';

const lines = 5_000;

/** Whether the node's main process has written something since its last start. */
export async function askLog({ contains }: NonNullable<Probe['log']>, target: Target): Promise<Answer> {
  const log = await target.engine.containers.logs(target.container, { lines, since: target.startedAt });
  return log.includes(contains)
    ? passed('its log says so')
    : failed(`its log does not say ${JSON.stringify(contains)} yet`);
}
