import { freemem, totalmem } from 'node:os';
import { loadPolicy } from '#persistence';
import { connectEngine, EngineError } from '#range';
import { formatBytes } from '../machine/disk.js';
import { tryEngine, whyOf } from '../engine/ensure-engine.js';
import { whyNotListen } from '../machine/port.js';
import { findPostgresBinaries } from '../postgres/postgres-binaries.js';
import { messageOf, Problem } from '../reporting/problem.js';
import { findLauncher } from '../installation/records.js';
import { diskLook } from './disk.js';
import { engineLooks } from './engine-looks.js';
import { atLeast, leastNode } from './versions.js';
import type { Finding, Look, Verdict } from './finding.js';
import type { Installation } from '../installation/installation.js';

/** Looks at everything that VOCR needs on this machine and its engine. Changes nothing. */
export async function examine(installation: Installation): Promise<Finding[]> {
  const found = await lookAt({ id: 'engine', name: 'Docker Engine' }, async () => {
    const engine = connectEngine(installation.config.engine);
    const facts = await tryEngine(engine);
    if (!(facts instanceof EngineError)) return { engine, facts };
    throw new Problem(`none answers at ${engine.address}: ${whyOf(facts)}`, {
      mend: 'npm start installs or starts one where it can',
    });
  });
  const looks: Look[] = [
    { id: 'node', name: 'Node', look: async () => node(process.versions.node) },
    ...('engine' in found ? engineLooks(found.engine, found.facts, installation) : []),
    { id: 'data-disk', name: 'disk of the data', look: () => diskLook(installation.data) },
    { id: 'memory', name: 'memory', look: async () => memory(totalmem(), freemem()) },
    { id: 'port', name: 'port', look: () => port(installation) },
    { id: 'postgres', name: 'PostgreSQL', look: () => postgres(installation) },
    { id: 'policy', name: 'policy', look: () => policy(installation) },
  ];
  const findings: Finding[] = 'engine' in found ? [] : [found];
  for (const { id, name, look } of looks) {
    findings.push(await lookAt({ id, name }, async () => ({ id, name, ...(await look()) })));
  }
  return findings;
}

/** The findings as people read them. */
export function formatFindings(findings: readonly Finding[]): string {
  const mark = { ok: '✓', warn: '!', fail: '✗' };
  const width = Math.max(...findings.map(({ name }) => name.length));
  return findings
    .flatMap(({ name, verdict, found, mend }) => [
      `${mark[verdict]} ${name.padEnd(width)}  ${found}`,
      ...(mend ? [`${' '.repeat(width + 4)}→ ${mend}`] : []),
    ])
    .join('\n');
}

/** A look that throws is a finding, too. */
async function lookAt<T>(about: Pick<Look, 'id' | 'name'>, look: () => Promise<T>): Promise<T | Finding> {
  return look().catch((error: unknown): Finding => {
    const mend = error instanceof Problem ? error.mend : undefined;
    return { ...about, verdict: 'fail', found: messageOf(error), ...(mend ? { mend } : {}) };
  });
}

function node(version: string): Verdict {
  if (atLeast(version, leastNode)) return { verdict: 'ok', found: version };
  return {
    verdict: 'fail',
    found: `${version} is older than ${leastNode}`,
    mend: 'install Node 20.19 or later',
  };
}

function memory(total: number, free: number): Verdict {
  const found = `${formatBytes(total)}, ${formatBytes(free)} of it free`;
  return total < 2e9
    ? { verdict: 'warn', found, mend: 'a range needs some 1 GB beside the platform' }
    : { verdict: 'ok', found };
}

async function port({ config, data }: Installation): Promise<Verdict> {
  const where = `${config.listen}:${config.port}`;
  const why = await whyNotListen(config.listen, config.port);
  if (!why) return { verdict: 'ok', found: `${where} is free` };
  if (await findLauncher(data)) return { verdict: 'ok', found: `${where} is VOCR's` };
  return {
    verdict: 'fail',
    found: `nothing can listen on ${where}: ${why.message}`,
    mend: 'set VOCR_PORT or VOCR_LISTEN',
  };
}

async function postgres({ config }: Installation): Promise<Verdict> {
  if (config.databaseUrl) return { verdict: 'ok', found: 'the one in DATABASE_URL' };
  const binaries = await findPostgresBinaries();
  return { verdict: 'ok', found: `embedded: ${binaries.postgres}` };
}

async function policy({ config }: Installation): Promise<Verdict> {
  const { node: most, range, runtimes, setuid } = await loadPolicy(config.policy);
  const found =
    `${config.policy ?? 'the usual one'}: a node has at most ${formatBytes(most.memory)} of memory and ${most.cpus} cpus, ` +
    `a range ${range.nodes} nodes and ${formatBytes(range.memory)}; runtimes ${runtimes.require ?? runtimes.permit.join(', ')}` +
    `${setuid ? '; setuid is permitted' : ''}`;
  return { verdict: 'ok', found };
}
