import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '#probes';
import { observe, openTerminal, plan, sweep } from '#range';
import { probeSchema } from '#scenario';
import { lookAt, testInstallation } from './range-fixture.js';

let t: Awaited<ReturnType<typeof testInstallation>>;
beforeAll(async () => {
  t = await testInstallation('range');
});
afterAll(() => t.remove());

describe('two ranges of the same addresses', () => {
  const ranges = ['aaaaaaaa', 'bbbbbbbb'];

  it('come up at once, and a second look finds nothing to do', async () => {
    await Promise.all(ranges.map((range) => t.converge(range, t.wanted(range))));
    await Promise.all(ranges.map(t.awaitWeb));
    for (const range of ranges)
      expect(plan(t.wanted(range), await observe(t.engine, t.helper, range))).toEqual([]);
  });

  it('have the addresses that the scenario declares, in its order, and no way out', async () => {
    const shown = await t.inside(
      'aaaaaaaa',
      'web',
      'cat /proc/net/route | tail -n +2 | cut -f 1,2,3 | sort; cat /proc/net/fib_trie',
    );
    expect(shown).toContain('192.168.56.20');
    expect(shown).toContain('10.10.20.2');
    expect(shown).toMatch(/^eth0\t0038A8C0\t00000000\neth1\t00140A0A\t00000000\n/m);
    expect(shown).not.toMatch(/^eth\d\t00000000\t/m);
    expect(shown).not.toContain('10.200.');
  });

  it('each reach their own web server and not the other one', async () => {
    for (const range of ranges) {
      expect(await t.inside(range, 'box', lookAt('web'))).toBe(`flag of ${range}`);
      expect(await t.inside(range, 'box', lookAt('192.168.56.20'))).toBe(`flag of ${range}`);
    }
  });

  it('resolve names of shared networks only', async () => {
    expect(await t.inside('aaaaaaaa', 'box', 'getent hosts box web db; echo $?')).toBe(
      '192.168.56.10   box\n192.168.56.20   web\n2',
    );
    expect(await t.inside('aaaaaaaa', 'web', 'getent hosts db')).toBe('10.10.20.30     db');
    expect(await t.inside('aaaaaaaa', 'box', 'cat /tmp/first')).toContain('192.168.56.20\tweb');
  });

  it('keep the second network out of reach, even through the node between', async () => {
    expect(await t.inside('aaaaaaaa', 'box', lookAt('10.10.20.30'))).toContain('unreachable');
    expect(await t.inside('aaaaaaaa', 'web', 'cat /proc/sys/net/ipv4/ip_forward')).toBe('0');
  });

  it('bound what a node writes, in bytes and in files, anywhere', async () => {
    const fill = 'cd /var/tmp && head -c 64M /dev/zero >big; stat -c %s big; rm big';
    const shown = await t.inside('aaaaaaaa', 'box', fill);
    expect(shown).toContain('No space left on device');
    expect(Number(/^(\d+)$/m.exec(shown)![1])).toBeLessThan(17 * 2 ** 20);
    const many =
      'mkdir /root/m; i=0; while [ $i -lt 9000 ]; do touch /root/m/$i || break; i=$((i+1)); done; echo made $i; rm -r /root/m';
    expect(await t.inside('aaaaaaaa', 'box', many)).toMatch(/^made [1-4]\d{3}\n.*No space left on device$/);
    expect(await t.inside('aaaaaaaa', 'box', 'touch /new')).toContain('Read-only file system');
    expect(
      await t.inside('aaaaaaaa', 'box', 'stat -c "%a %n" /tmp /root; grep -c /.vocr/run/disk /proc/mounts'),
    ).toMatch(/^1777 \/tmp\n700 \/root/);
  });

  it('answer probes from outside, and a shell in a payload stays text', async () => {
    const at = await t.target('aaaaaaaa', 'web', '192.168.56.20');
    const http = probeSchema.parse({ http: { path: '/flag' } }).http!;
    expect(await ask({ http: { ...http, contains: ['flag of aaaaaaaa'] } }, at)).toMatchObject({
      outcome: 'passed',
    });
    expect(await ask({ http: { ...http, contains: ['flag of bbbbbbbb'] } }, at)).toMatchObject({
      outcome: 'failed',
    });
    expect(await ask({ http: { ...http, path: `/flag?q=' OR 1=1 -- $(id) "; &` } }, at)).toMatchObject({
      outcome: 'passed',
    });
    expect(await ask({ http: { ...http, status: 404, path: '/none' } }, at)).toMatchObject({
      outcome: 'passed',
    });
    expect(await ask({ http: { ...http, port: 81 } }, at)).toMatchObject({ outcome: 'failed' });
    expect(await ask({ tcp: { port: 80 } }, at)).toMatchObject({ outcome: 'passed' });
    expect(await ask({ tcp: { port: 81 } }, at)).toMatchObject({ outcome: 'failed' });
    expect(await ask({ tcp: { port: 80 } }, { ...at, pid: 4_000_000 })).toMatchObject({ outcome: 'unknown' });
    const run = probeSchema.parse({ command: { run: ['true'] } }).command!;
    expect(
      await ask({ command: { ...run, run: ['cat', '/etc/flag'], contains: ['aaaaaaaa'] } }, at),
    ).toMatchObject({ outcome: 'passed' });
    expect(await ask({ command: { ...run, run: ['false'] } }, at)).toMatchObject({ outcome: 'failed' });
    expect(await ask({ command: { ...run, run: ['true'] } }, { ...at, container: 'nope' })).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('open a terminal with a size, in the home of its user', async () => {
    const terminal = await openTerminal(t.engine, {
      installation: t.installation,
      range: 'aaaaaaaa',
      node: 'box',
      user: 'root',
      shell: ['/bin/bash', '-l'],
      cols: 91,
      rows: 33,
    });
    let seen = '';
    terminal.stream.on('data', (chunk: Buffer) => (seen += chunk.toString()));
    terminal.stream.write('stty size; pwd; exit\n');
    await new Promise((resolve) => terminal.stream.once('end', resolve));
    expect(seen).toMatch(/33 91\r\n[\s\S]*\/root\r\n/);
    expect(await terminal.exitCode()).toBe(0);
  });
});

describe('sweeping', () => {
  it('tells first, then removes what no known range owns, and nothing else', async () => {
    const told = await sweep(t.engine, {
      installation: t.installation,
      known: async () => new Set(['aaaaaaaa']),
      dryRun: true,
    });
    expect(told.containers.sort()).toEqual(['vocr-bbbbbbbb-box', 'vocr-bbbbbbbb-db', 'vocr-bbbbbbbb-web']);
    expect(told.networks.sort()).toEqual(['vocr-bbbbbbbb-backend', 'vocr-bbbbbbbb-dmz']);
    const swept = await sweep(t.engine, {
      installation: t.installation,
      known: async () => new Set(['aaaaaaaa']),
    });
    expect(swept.containers.sort()).toEqual(told.containers);
    expect((await observe(t.engine, t.helper, 'bbbbbbbb')).nodes).toEqual([]);
    expect((await observe(t.engine, t.helper, 'aaaaaaaa')).nodes).toHaveLength(3);
  });
});
