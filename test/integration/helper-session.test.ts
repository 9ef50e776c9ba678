import { afterAll, beforeAll, expect, it } from 'vitest';
import { testInstallation } from './range-fixture.js';

let t: Awaited<ReturnType<typeof testInstallation>>;
beforeAll(async () => {
  t = await testInstallation('session');
});
afterAll(() => t.remove());

const sh = (script: string, more = {}) =>
  t.helper.command({ command: ['sh', '-c', script], timeoutMs: 10_000, ...more });

it('gives what a command writes, and how it ends', async () => {
  expect(await sh('echo out; echo oops >&2; exit 7')).toEqual({
    exitCode: 7,
    timedOut: false,
    stdout: 'out\n',
    stderr: 'oops\n',
    truncated: false,
  });
  expect(await sh('kill -9 $$')).toMatchObject({ exitCode: 137 });
  expect(await t.helper.command({ command: ['nosuch'], timeoutMs: 5_000 })).toMatchObject({ exitCode: 127 });
});

it('passes arguments and input of any bytes', async () => {
  const odd = `'"$(id)\n\t\\ chín 0`;
  const said = await t.helper.command({ command: ['printf', '%s|', odd, '', 'x'], timeoutMs: 5_000 });
  expect(said.stdout).toBe(`${odd}||x|`);
  const input = Buffer.alloc(3_000_000, 'abc\n');
  expect((await sh('md5sum; wc -c </dev/null', { input })).stdout).toMatch(
    /^3640289435705e0fa9303e87cccf1981 .*\n0\n$/,
  );
});

it('keeps no more than the limit, and feeds what ends without reading', async () => {
  const flood = await sh('head -c 3000000 /dev/zero | tr "\\0" x', { limit: 1_000_000 });
  expect(flood).toMatchObject({ truncated: true, exitCode: 0 });
  expect(flood.stdout).toHaveLength(1_000_000);
  expect(await sh('exit 3', { input: Buffer.alloc(2_000_000) })).toMatchObject({ exitCode: 3 });
});

it('runs commands side by side and never mixes their answers', async () => {
  const slow = sh('sleep 2; echo slow');
  const many = await Promise.all(
    Array.from({ length: 60 }, (_, i) =>
      sh(`head -c ${i * 3_001} /dev/zero | tr "\\0" ${i % 10}; echo ${i}`),
    ),
  );
  many.forEach(({ stdout }, i) => expect(stdout).toBe(`${String(i % 10).repeat(i * 3_001)}${i}\n`));
  expect((await slow).stdout).toBe('slow\n');
});

it('ends a command that takes too long, with all that it started', async () => {
  const marker = 4_000_000 + process.pid;
  const late = await sh(`echo begun; sleep ${marker} & sleep ${marker}`, { timeoutMs: 500 });
  expect(late).toMatchObject({ timedOut: true, exitCode: undefined, stdout: 'begun\n' });
  expect((await sh(`pgrep -x -f 'sleep ${marker}'; exit 0`)).stdout).toBe('');
});

it('fails what is under way when it is lost, and is there again for the next command', async () => {
  const under = expect(sh('sleep 9')).rejects.toThrow(/was lost while it ran sh/);
  // The shell's parent serves this one request; whoever made that one serves all.
  await expect(sh("kill -9 $(cut -d ' ' -f 4 /proc/$PPID/stat); sleep 9")).rejects.toThrow(/was lost/);
  await under;
  expect((await sh('echo back')).stdout).toBe('back\n');
});
