import type { Probe } from '#scenario';
import { brief, unknown, type Answer } from './answer.js';
import { askCommand } from './command.js';
import { askHttp } from './http.js';
import { askLog } from './log.js';
import { askTcp } from './tcp.js';
import type { Target } from './target.js';

type Kind = Extract<keyof Probe, 'command' | 'tcp' | 'http' | 'log'>;
interface KindOfProbe<K extends Kind> {
  ask: (probe: NonNullable<Probe[K]>, target: Target) => Promise<Answer>;
  /** Whoever is root in the node decides the answer. */
  forgeable: boolean;
}

/** All kinds of probes. */
const kinds: { [K in Kind]: KindOfProbe<K> } = {
  command: { ask: askCommand, forgeable: true },
  http: { ask: askHttp, forgeable: false },
  log: { ask: askLog, forgeable: true },
  tcp: { ask: askTcp, forgeable: false },
};

/** Puts a probe to a node. Never rejects: what keeps it from being asked is `unknown`, with the reason. */
export async function ask(probe: Probe, target: Target): Promise<Answer> {
  try {
    return await askKind(kindOf(probe), probe, target);
  } catch (error) {
    return unknown(`it could not be asked: ${brief(error instanceof Error ? error.message : String(error))}`);
  }
}

/** True when whoever is root in the node decides the answer. */
export function isForgeable(probe: Probe): boolean {
  return kinds[kindOf(probe)].forgeable;
}

function askKind<K extends Kind>(kind: K, probe: Probe, target: Target): Promise<Answer> {
  return kinds[kind].ask(probe[kind] as NonNullable<Probe[K]>, target);
}

function kindOf(probe: Probe): Kind {
  const kind = (Object.keys(kinds) as Kind[]).find((k) => probe[k] !== undefined);
  if (!kind) throw new RangeError(`a probe needs one of ${Object.keys(kinds).join(', ')}`);
  return kind;
}
