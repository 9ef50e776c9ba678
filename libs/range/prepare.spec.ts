import { execFileSync, spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { prepareScript, readPrepareOutput, type Preparation } from './prepare.js';
import { quote } from './shell.js';

const preparation: Preparation = {
  node: 'web',
  container: 'c0ffee',
  pid: 4242,
  interfaces: [
    { bridge: 'rng-abcd12340', port: 'rng-abcd1234A1', address: '192.168.56.20', prefix: 24 },
    { bridge: 'rng-abcd12341', port: 'rng-abcd1234B1', address: '10.10.20.2', prefix: 16 },
  ],
  disk: 64 * 2 ** 20,
  archive: Buffer.from('secret flag'),
};
const script = prepareScript([preparation]);
const lines = script.split('\n');

describe('prepareScript', () => {
  it('bounds bytes and files of the disk', () => {
    expect(script).toContain('size=67108864,nr_inodes=16384,');
    expect(prepareScript([{ ...preparation, disk: 2 ** 20 }])).toContain('size=1048576,nr_inodes=4096,');
  });

  it('releases last, and not at all when something before fails', () => {
    const at = (text: string) => script.indexOf(text);
    const order = ['flock 9', 'addr add', 'mount -t tmpfs', 'base64 -d', 'first process did not take'].map(
      at,
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(Math.min(...order)).toBeGreaterThan(0);
    expect(lines.find((l) => l.includes('set -e'))).toBe('( set -e');
  });

  it('names the process once, as a handle, and goes on only when it is the container’s', () => {
    expect(script.match(/4242/g)).toHaveLength(1);
    const identity = script.indexOf('grep -q c0ffee /proc/self/fd/9/cgroup');
    expect(identity).toBeGreaterThan(0);
    expect(identity).toBeLessThan(script.indexOf('nsenter'));
  });

  it('does nothing to a process that is another one by now', () => {
    const wrong = prepareScript([{ ...preparation, pid: process.pid }]);
    expect(execFileSync('sh', ['-s'], { input: wrong }).toString()).toBe(
      'failed web its first process has ended \n',
    );
  });

  it('says so of a process that is a sandbox for the container', async () => {
    const sandbox = spawn('sleep', ['60'], { argv0: `sandbox-of-${preparation.container}` });
    try {
      const script = prepareScript([{ ...preparation, pid: sandbox.pid! }]);
      await expect
        .poll(() => execFileSync('sh', ['-s'], { input: script }).toString())
        .toMatch(/^failed web its runtime keeps the node's files from the host/);
    } finally {
      sandbox.kill();
    }
  });

  it('of a node that is to stay held puts all in place, and neither lets it go nor trusts an older mark', () => {
    const stays = prepareScript([{ ...preparation, held: true }]);
    expect(stays).toContain('mount -t tmpfs');
    expect(stays).not.toContain('echo go');
    expect(stays).not.toContain('test -e /.vocr/run/prepared');
    expect(stays.indexOf('touch /.vocr/run/prepared')).toBeGreaterThan(stays.indexOf('base64 -d'));
    execFileSync('sh', ['-n'], { input: stays });
  });

  it('of a node that was prepared puts only files in, unless a network of it had vanished', () => {
    const test = lines.find((line) => line.includes('test -e /.vocr/run/prepared'))!;
    expect(test).toContain(
      '[ -e /sys/class/net/rng-abcd1234A1/brport ] && [ -e /sys/class/net/rng-abcd1234B1/brport ]',
    );
    const at = (text: string) => script.indexOf(text);
    expect(at(test)).toBeLessThan(at('addr add'));
    expect(script.slice(at('addr add'), at('base64 -d'))).toContain('\nfi\n');
  });

  it('runs no program of an image: neither by another root nor by what a mount looks for when it fails', () => {
    expect(script).not.toContain('chroot');
    expect(script.match(/mount -t \w+/g)).toHaveLength(3);
    expect(script.indexOf('export PATH=/.vocr;')).toBeGreaterThan(0);
    expect(script.indexOf('export PATH=/.vocr;')).toBeLessThan(script.indexOf('mount -t'));
  });

  it('bounds the terminals of a node', () => {
    expect(script).toMatch(/mount -t devpts -o remount,\S*,max=\d+ devpts \/dev\/pts/);
  });

  it('holds contents only as an encoded archive', () => {
    expect(script).not.toContain('secret');
    expect(script).toContain(`\n${Buffer.from('secret flag').toString('base64')}\nEND-OF-ARCHIVE\n`);
  });

  it('is a script that a shell can read, whatever the archive', () => {
    const big = prepareScript([
      preparation,
      { ...preparation, node: 'db', interfaces: [], archive: Buffer.alloc(100_000, 7) },
    ]);
    expect(() => execFileSync('sh', ['-n'], { input: big })).not.toThrow();
    expect(Math.max(...big.split('\n').map((l) => l.length))).toBeLessThan(2_500);
  });

  it.each<[string, Partial<Preparation>]>([
    ['pid', { pid: 0 }],
    ['pid', { pid: Number.NaN }],
    ['container', { container: 'x; reboot' }],
    ['disk', { disk: 0.5 }],
  ])('refuses a wrong %s', (_name, wrong) => {
    expect(() => prepareScript([{ ...preparation, ...wrong }])).toThrow(RangeError);
  });
});

it('readPrepareOutput tells the nodes apart', () => {
  const results = readPrepareOutput('ok web\nfailed db mount: no space left \nnoise\n');
  expect([...results]).toEqual([
    ['web', { ok: true }],
    ['db', { ok: false, reason: 'mount: no space left' }],
  ]);
});

it.each(["it's", '$(id)', '`id`', 'a\nb', '"', '\\', '', "'; reboot; '"])('quotes %j as one word', (text) => {
  expect(execFileSync('sh', ['-c', `printf %s ${quote(text)}`]).toString()).toBe(text);
});
