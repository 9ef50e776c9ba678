import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../../apps/cli/scenario/api.js';
import { smallScenarios, useProduct } from '../support/use-product.js';
import { until } from '../support/until.js';
import { vocr } from '../support/vocr.js';

describe('a scenario that is handed on', () => {
  // The catalogue has others only.
  const product = useProduct({ scenarios: join(smallScenarios, '../network-scenarios') });
  let folder: string;
  let file: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vocr-pack-'));
    file = join(folder, 'one-box.vocr');
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (...args: string[]) =>
    vocr(['scenario', ...args], { ...product().env, XDG_CONFIG_HOME: join(folder, 'settings') });

  it('is packed, refused when a byte of it was changed, added, and launched by a learner', async () => {
    expect(await run('pack', join(smallScenarios, 'one-box'), '--out', file)).toMatchObject({ code: 0 });

    const bytes = readFileSync(file);
    const at = bytes.indexOf('difficulty');
    writeFileSync(join(folder, 'changed.vocr'), bytes.fill('D', at, at + 1));
    const refused = await run('add', join(folder, 'changed.vocr'), '--yes');
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/scenario\.yaml/);

    expect(await run('pack', join(smallScenarios, 'one-box'), '--out', file)).toMatchObject({ code: 0 });
    const added = await run('add', file, '--yes');
    expect(added).toMatchObject({ code: 0, stderr: '' });

    const api = new Api(product().url, await product().token({ user: 'mai', role: 'learner' }));
    const { id } = await api.post<{ id: string }>('/exercises', { scenario: 'one-box@1.0.0', mode: 'solo' });
    await api.post(`/exercises/${id}/start`);
    await until('the range is ready', async () => {
      const { ranges } = await api.get<{ ranges: { state: string; reason?: string }[] }>(`/exercises/${id}`);
      expect(ranges[0]?.reason).toBeUndefined();
      return ranges[0]?.state === 'ready' || undefined;
    });
    await api.post(`/exercises/${id}/finish`);
    await until('nothing is left', async () => (await product().made('ranges')).length === 0 || undefined);
  });
});
