import { probeKindOf, type Probe, type ProbeKind } from '#scenario';
import { brief, unknown, type Answer } from './answer.js';
import { askClosed } from './closed.js';
import { askCommand } from './command.js';
import { askDns } from './dns.js';
import { askFile } from './file.js';
import { askHttp } from './http.js';
import { askLog } from './log.js';
import { askImap, askSmtp } from './mail.js';
import { askProcess } from './process.js';
import { askSsh } from './ssh.js';
import { askTcp } from './tcp.js';
import type { Target } from './target.js';

interface KindOfProbe<K extends ProbeKind> {
  ask: (probe: NonNullable<Probe[K]>, target: Target) => Promise<Answer>;
  /** Whoever is root in the node decides the answer. */
  forgeable: boolean;
}

/** All kinds of probes. */
const kinds: { [K in ProbeKind]: KindOfProbe<K> } = {
  closed: { ask: askClosed, forgeable: false },
  command: { ask: askCommand, forgeable: true },
  dns: { ask: askDns, forgeable: false },
  file: { ask: askFile, forgeable: true },
  http: { ask: askHttp, forgeable: false },
  imap: { ask: askImap, forgeable: false },
  log: { ask: askLog, forgeable: true },
  process: { ask: askProcess, forgeable: true },
  smtp: { ask: askSmtp, forgeable: false },
  ssh: { ask: askSsh, forgeable: false },
  tcp: { ask: askTcp, forgeable: false },
};

/** Puts a probe to a node. Never rejects: what keeps it from being asked is `unknown`, with the reason. */
export async function ask(probe: Probe, target: Target): Promise<Answer> {
  try {
    return await askKind(probeKindOf(probe), probe, target);
  } catch (error) {
    return unknown(`it could not be asked: ${brief(error instanceof Error ? error.message : String(error))}`);
  }
}

/** True when whoever is root in the node decides the answer. */
export function isForgeable(probe: Probe): boolean {
  return kinds[probeKindOf(probe)].forgeable;
}

function askKind<K extends ProbeKind>(kind: K, probe: Probe, target: Target): Promise<Answer> {
  return kinds[kind].ask(probe[kind] as NonNullable<Probe[K]>, target);
}
