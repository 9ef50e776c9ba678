import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureHelper, ensureIsolation, missingRules, removeBridges, strayBridges } from '#range';
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
    expect(new Set((await missingRules(helper)).map(({ chain }) => chain))).toEqual(new Set(['DOCKER-USER']));
    await ensureIsolation(helper);
    expect(await missingRules(helper)).toEqual([]);

    const again = await testInstallation('again', { host: own.host });
    await again.converge(range, desired);
    await again.awaitWeb(range);
    expect(await again.inside(range, 'box', lookAt('192.168.56.20'))).toBe(`flag of ${range}`);
    const { stdout } = await helper.run('iptables -S DOCKER-USER | grep -c rng-; exit 0', 10_000);
    expect(stdout.trim()).toBe('1');
  });

  it('may leave bridges that it knows no more, which are found and removed, and no others', async () => {
    const helper = await ensureHelper(own.engine, { installation: `t-again-${process.pid}` });
    await helper.run('ip link add rng-cdcdcdcd0 type bridge; ip link add rng-cdcdcdcd1 type bridge', 10_000);
    await helper.run(
      'ip link add por0 type veth peer name por1; ip link set dev por0 master rng-cdcdcdcd1',
      10_000,
    );
    expect(await strayBridges(own.engine, helper)).toEqual(['rng-cdcdcdcd0']);
    await removeBridges(helper, ['rng-cdcdcdcd0']);
    expect(await strayBridges(own.engine, helper)).toEqual([]);
    const { stdout } = await helper.run('ls /sys/class/net', 10_000);
    expect(stdout.match(/^rng-\w+0$|^rng-\w+1$/gm)).toEqual(
      expect.arrayContaining(['rng-abababab0', 'rng-abababab1', 'rng-cdcdcdcd1']),
    );
    expect(stdout).not.toContain('rng-cdcdcdcd0');
  });
});
