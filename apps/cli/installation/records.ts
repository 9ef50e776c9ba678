import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { identify, isAlive } from '../processes/process-identity.js';
import { codeOf, messageOf, Problem } from '../reporting/problem.js';
import type { ProcessIdentity } from '../processes/process-identity.js';

const identity = z.object({ pid: z.int().positive(), started: z.string() });

/** What a launcher leaves for the commands that look for it. */
export interface LauncherRecord {
  process: ProcessIdentity;
  /** Address people open. */
  address: string;
  /** Address at which the launcher's own machine reaches the orchestrator. */
  local: string;
  /** ISO time at which it was started. */
  since: string;
}
const launcherRecord = z.object({
  process: identity,
  address: z.string(),
  local: z.string(),
  since: z.string(),
});

const launcherFile = (data: string) => join(data, 'launcher.json');
const engineFile = (data: string) => join(data, 'engine.json');

/** The launcher that runs on this data, or undefined. */
export async function findLauncher(data: string): Promise<LauncherRecord | undefined> {
  const record = await readRecord(launcherFile(data), launcherRecord);
  return record && (await isAlive(record.process)) ? record : undefined;
}

/**
 * Claims the data for this process.
 * @returns the launcher that already has it, else undefined
 */
export async function claimData(
  data: string,
  record: Omit<LauncherRecord, 'process' | 'since'>,
): Promise<LauncherRecord | undefined> {
  const own: LauncherRecord = {
    process: (await identify(process.pid))!,
    ...record,
    since: new Date().toISOString(),
  };
  for (let tries = 0; ; tries++) {
    try {
      await writeFile(launcherFile(data), JSON.stringify(own), { mode: 0o600, flag: 'wx' });
      return undefined;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || tries === 3) throw error;
    }
    const other = await findLauncher(data);
    if (other) return other;
    // Moved aside, not removed: of two that find the same dead record, only one can move it.
    await moveAside(launcherFile(data));
  }
}

/** Gives the data free. */
export async function releaseData(data: string): Promise<void> {
  const record = await readRecord(launcherFile(data), launcherRecord);
  if (record?.process.pid === process.pid) await rm(launcherFile(data), { force: true });
}

/** Notes the engine that was started as a process for this installation. */
export async function noteEngine(data: string, engine: ProcessIdentity): Promise<void> {
  await writeFile(engineFile(data), JSON.stringify(engine), { mode: 0o600 });
}

/** The living engine that was started as a process for this installation, now or by an earlier launcher. */
export async function notedEngine(data: string): Promise<ProcessIdentity | undefined> {
  const engine = await readRecord(engineFile(data), identity);
  return engine && (await isAlive(engine)) ? engine : undefined;
}

/** Forgets the engine once it ended. */
export async function forgetEngine(data: string): Promise<void> {
  await rm(engineFile(data), { force: true });
}

async function readRecord<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Problem(`${file} is damaged: ${messageOf(error)}`, {
      mend: `see that nothing of VOCR runs, then: rm ${file}`,
    });
  }
}

async function moveAside(file: string): Promise<void> {
  const aside = `${file}.${process.pid}`;
  try {
    await rename(file, aside);
    await rm(aside, { force: true });
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
