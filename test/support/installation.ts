import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../apps/cli/machine/port.js';
import { mustVocr, vocr } from './vocr.js';
import type { Ran } from './vocr.js';

/** An installation with an own folder of data and an own port, of which nothing runs yet: for tests of the launcher itself. */
export interface TestInstallation {
  data: string;
  address: string;
  run(...args: string[]): Promise<Ran>;
  /** Brings it down, whatever state it is in, and removes its data. */
  remove(): Promise<void>;
}

/** Makes an installation with the given settings. */
export async function testInstallation(settings: Record<string, string> = {}): Promise<TestInstallation> {
  const data = mkdtempSync(join(tmpdir(), 'vocr-e2e-'));
  const port = await freePort(0);
  if (!port) throw new Error('no TCP port on 127.0.0.1 is free');
  const env = { VOCR_DATA: data, VOCR_PORT: String(port), ...settings };
  return {
    data,
    address: `http://127.0.0.1:${port}`,
    run: (...args) => vocr(args, env),
    async remove() {
      await mustVocr(['down'], env);
      rmSync(data, { recursive: true });
    },
  };
}
