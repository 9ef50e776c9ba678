import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../apps/cli/machine/port.js';
import { mustVocr, vocr } from './vocr.js';
import type { Ran } from './vocr.js';

/** An installation with an own folder of data and an own port, of which nothing runs yet. */
export interface TestInstallation {
  /** Folder of its data. */
  data: string;
  /** `http://127.0.0.1:PORT`. */
  address: string;
  /** Its settings, for commands of `vocr`. */
  env: Record<string, string>;
  run(...args: string[]): Promise<Ran>;
  /** Brings it down, whatever state it is in, and removes its data. */
  remove(): Promise<void>;
}

/** Makes an installation with the given settings. */
export async function testInstallation(settings: Record<string, string> = {}): Promise<TestInstallation> {
  const data = mkdtempSync(join(tmpdir(), 'vocr-e2e-'));
  const port = await anyFreePort();
  if (!port) throw new Error('no TCP port on 127.0.0.1 is free');
  const env = { VOCR_DATA: data, VOCR_PORT: String(port), VOCR_LISTEN: '127.0.0.1', ...settings };
  return {
    data,
    address: `http://127.0.0.1:${port}`,
    env,
    run: (...args) => vocr(args, env),
    async remove() {
      await mustVocr(['down'], env);
      rmSync(data, { recursive: true });
    },
  };
}
