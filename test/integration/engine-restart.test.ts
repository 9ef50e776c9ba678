import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureHelper, ensureIsolation, missingRules } from '#range';
import { startPrivateEngine, type PrivateEngine } from '../support/private-engine.js';
import { lookAt, testInstallation } from './range-fixture.js';

describe('an engine that starts again', () => {
  const range = 'abababab';
  let own: PrivateEngine;
  beforeAll(async () => void (own = await startPrivateEngine({ name: 'again' })));
  afterAll(() => own?.stop());

  it('puts its own rules in front of ours, which is found and mended: nodes of a network hear each other', async () => {
    const t = await testInstallation('again', { host: own.host });
    const desired = t.wanted(range);
    await t.converge(range, desired);
    await t.awaitWeb(range);
    expect(await t.inside(range, 'box', lookAt('192.168.56.20'))).toBe(`flag of ${range}`);

    await own.restart();
    const helper = await ensureHelper(own.engine, { installation: t.installation });
    expect((await missingRules(helper)).map(({ chain }) => chain)).toEqual(['DOCKER-USER']);
    await ensureIsolation(helper);
    expect(await missingRules(helper)).toEqual([]);

    const again = await testInstallation('again', { host: own.host });
    await again.converge(range, desired);
    await again.awaitWeb(range);
    expect(await again.inside(range, 'box', lookAt('192.168.56.20'))).toBe(`flag of ${range}`);
    const { stdout } = await helper.run('iptables -S DOCKER-USER | grep -c rng-; exit 0', 10_000);
    expect(stdout.trim()).toBe('1');
  });
});
