import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { connectEngine, EngineError } from '#range';
import type { Engine } from '#range';
import { formatBytes, freeBytes, leastFree } from '../machine/disk.js';
import { tryEngine, whyOf } from '../engine/ensure-engine.js';
import { baseImage, hasBaseImage } from '../engine/base-image.js';
import { findProgram } from '../machine/packages.js';
import { whyNotListen } from '../machine/port.js';
import { findPostgresBinaries } from '../postgres/postgres-binaries.js';
import { messageOf, Problem } from '../reporting/problem.js';
import { findLauncher } from '../installation/records.js';
import { atLeast, leastNode, runcVerdict } from './versions.js';
import type { Finding, Verdict } from './finding.js';
import type { EngineFacts } from '../engine/ensure-engine.js';
import type { Installation } from '../installation/installation.js';

/** Looks at everything that VOCR needs on this machine and its engine. Changes nothing. */
export async function examine(installation: Installation): Promise<Finding[]> {
  const found = await lookAt('Docker Engine', async () => {
    const engine = connectEngine(installation.config.engine);
    const facts = await tryEngine(engine);
    if (!(facts instanceof EngineError)) return { engine, facts };
    throw new Problem(`none answers at ${engine.address}: ${whyOf(facts)}`, {
      mend: 'npm start installs or starts one where it can',
    });
  });
  const looks: [string, () => Promise<Verdict>][] = [
    ['Node', async () => node(process.versions.node)],
    ...('engine' in found ? engineLooks(found.engine, found.facts) : []),
    ['disk of the data', () => disk(installation.data)],
    ['memory', async () => memory(totalmem(), freemem())],
    ['port', () => port(installation)],
    ['PostgreSQL', () => postgres(installation)],
  ];
  const findings: Finding[] = 'engine' in found ? [] : [found];
  for (const [name, look] of looks) {
    findings.push(await lookAt(name, async () => ({ name, ...(await look()) })));
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
async function lookAt<T>(name: string, look: () => Promise<T>): Promise<T | Finding> {
  return look().catch((error: unknown): Finding => {
    const mend = error instanceof Problem ? error.mend : undefined;
    return { name, verdict: 'fail', found: messageOf(error), ...(mend ? { mend } : {}) };
  });
}

function engineLooks(engine: Engine, facts: EngineFacts): [string, () => Promise<Verdict>][] {
  return [
    ['Docker Engine', async () => ({ verdict: 'ok', found: `${facts.version} at ${engine.address}` })],
    ['runc', async () => runcVerdict(facts.runc)],
    ['base image', () => base(engine)],
    ...(engine.isLocal
      ? ([
          ['disk of Docker', () => disk(facts.rootFolder)],
          ['packet filter', packetFilter],
        ] satisfies [string, () => Promise<Verdict>][])
      : []),
  ];
}

function node(version: string): Verdict {
  if (atLeast(version, leastNode)) return { verdict: 'ok', found: version };
  return {
    verdict: 'fail',
    found: `${version} is older than ${leastNode}`,
    mend: 'install Node 20.19 or later',
  };
}

async function base(engine: Engine): Promise<Verdict> {
  if (await hasBaseImage(engine)) return { verdict: 'ok', found: `${baseImage} is there` };
  return { verdict: 'warn', found: `${baseImage} is not there yet`, mend: 'npm start pulls it or makes it' };
}

async function disk(folder: string): Promise<Verdict> {
  const free = await freeBytes(folder);
  if (free === undefined) return { verdict: 'ok', found: `${folder} cannot be seen from here` };
  const found = `${formatBytes(free)} free in ${folder}`;
  if (free < leastFree)
    return { verdict: 'fail', found, mend: `free some space: ${formatBytes(leastFree)} are needed` };
  if (free < 5 * leastFree)
    return { verdict: 'warn', found, mend: 'lab images and recordings will want more' };
  return { verdict: 'ok', found };
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

async function packetFilter(): Promise<Verdict> {
  const missing = [
    ...(findProgram('iptables') ? [] : ['iptables']),
    ...(existsSync('/proc/sys/net/bridge/bridge-nf-call-iptables') ? [] : ['the kernel module br_netfilter']),
  ];
  if (missing.length > 0) {
    return {
      verdict: 'warn',
      found: `not seen on this machine: ${missing.join(', ')}`,
      mend: 'apt-get install iptables; modprobe br_netfilter (Docker does both where it can)',
    };
  }
  const bridged = (await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8')).trim();
  return { verdict: 'ok', found: `iptables is there, bridge-nf-call-iptables is ${bridged}` };
}
