import { describe, expect, it } from 'vitest';
import type { Engine, ExecRequest, ExecResult, Helper } from '#range';
import { probeSchema, type HttpProbe } from '#scenario';
import { ask, isForgeable } from './ask.js';
import { curlCommand, judgeHttp } from './http.js';
import type { Target } from './target.js';

const http = (probe: object) => probeSchema.parse({ http: probe }).http as HttpProbe;

/** A target whose helper, engine and log answer as told; keeps what was run. */
function target(answer: Partial<ExecResult> | Error, log = ''): Target & { asked: ExecRequest[] } {
  const asked: ExecRequest[] = [];
  const run = async (request: ExecRequest): Promise<ExecResult> => {
    asked.push(request);
    if (answer instanceof Error) throw answer;
    return { exitCode: 0, timedOut: false, truncated: false, stdout: '', stderr: '', ...answer };
  };
  const engine = {
    exec: (_c: string, r: ExecRequest) => run(r),
    containers: { logs: async () => log },
  } as unknown as Engine;
  const helper = { command: run } as unknown as Helper;
  return {
    engine,
    helper,
    container: 'c',
    pid: 77,
    address: '192.168.56.20',
    startedAt: '2026-11-21T00:00:00Z',
    asked,
  };
}

describe('the request of an HTTP probe', () => {
  const words = (probe: object) => curlCommand(http(probe), '192.168.56.20');
  const after = (list: string[], flag: string) => list[list.indexOf(flag) + 1];

  it('keeps every payload one argument, unharmed', () => {
    const form = { user: "admin' OR 1=1 -- ", password: '@/etc/passwd & "$(id)"' };
    const list = words({
      method: 'POST',
      path: '/login',
      form,
      headers: { 'X-A': 'a\r\nX-B: b', Accept: '' },
    });
    expect(new URLSearchParams(after(list, '--data-raw'))).toEqual(new URLSearchParams(form));
    expect(list).toContain('X-A: a X-B: b');
    expect(list).toContain('Accept;');
    expect(after(list, '--request')).toBe('POST');
    expect(list).not.toContain('--data');
  });

  it.each([
    ['/', '/'],
    ["/?q=' OR 1=1", "/?q='%20OR%201=1"],
    ['/../../etc/passwd', '/../../etc/passwd'],
    ['/a%2fb{1}[2]', '/a%2fb{1}[2]'],
    ['/áo', '/%c3%a1o'],
    ['/\ud800', '/%ef%bf%bd'],
    ['/\r\nHost: x', '/%0d%0aHost:%20x'],
  ])('asks for %j as %s', (path, sent) => {
    expect(after(words({ path }), '--url')).toBe(`http://192.168.56.20:80${sent}`);
  });

  it('puts the form of a GET into the query', () => {
    const list = words({ path: '/s?a=1', form: { q: 'x y&z' } });
    expect(after(list, '--url')).toBe('http://192.168.56.20:80/s?a=1&q=x+y%26z');
    expect(list).not.toContain('--data-raw');
  });
});

describe('judging an HTTP answer', () => {
  it.each<[object, number, string, string]>([
    [{ status: 200 }, 200, '', 'passed'],
    [{ status: 200 }, 302, '', 'failed'],
    [{}, 500, '', 'passed'],
    [{ contains: ['a', 'b'] }, 200, 'b a', 'passed'],
    [{ contains: ['a', 'b'] }, 200, 'a', 'failed'],
    [{ lacks: ['flag'] }, 200, 'nothing', 'passed'],
    [{ lacks: ['flag'] }, 200, 'the flag', 'failed'],
    [{}, 0, '', 'failed'],
  ])('%j, status %s, body %j: %s', (probe, status, body, outcome) => {
    expect(judgeHttp(http(probe), 'GET /', { status, body }, 0).outcome).toBe(outcome);
  });

  it('tells nothing of what was to be seen', () => {
    const probe = http({ contains: ['VOCR{secret}'], lacks: ['root:x'] });
    for (const body of ['', 'VOCR{secret} root:x'])
      expect(judgeHttp(probe, 'GET /', { status: 200, body }, 0).detail).not.toMatch(/VOCR|root:x/);
  });
});

describe('ask', () => {
  const table: [string, object, Partial<ExecResult> | Error, string][] = [
    ['http, answered', { http: { status: 200 } }, { stderr: 'vocr-status:200\n' }, 'passed'],
    [
      'http, long answer cut',
      { http: {} },
      { exitCode: 23, stderr: 'curl: (23) x\nvocr-status:200\n' },
      'passed',
    ],
    ['http, refused', { http: {} }, { exitCode: 7, stderr: 'vocr-status:000\n' }, 'failed'],
    ['http, empty', { http: {} }, { exitCode: 52, stderr: 'vocr-status:000\n' }, 'failed'],
    ['http, too slow', { http: {} }, { exitCode: 28 }, 'unknown'],
    ['http, no answer of the helper', { http: {} }, { exitCode: undefined, timedOut: true }, 'unknown'],
    ['http, cannot be sent', { http: {} }, { exitCode: 3, stderr: 'bad URL\nvocr-status:000\n' }, 'unknown'],
    [
      'http, node gone',
      { http: {} },
      { exitCode: 1, stderr: 'nsenter: cannot open /proc/77/ns/net' },
      'unknown',
    ],
    ['http, bad header', { http: { headers: { 'a b': 'x' } } }, {}, 'unknown'],
    ['http, other protocol', { http: {} }, { exitCode: 1, stderr: 'HTTP/0.9\nvocr-status:000\n' }, 'failed'],
    ['tcp, open', { tcp: { port: 22 } }, {}, 'passed'],
    [
      'tcp, refused',
      { tcp: { port: 22 } },
      { exitCode: 1, stderr: 'bash: connect: Connection refused' },
      'failed',
    ],
    ['tcp, silent', { tcp: { port: 22 } }, { exitCode: 124 }, 'unknown'],
    ['tcp, node gone', { tcp: { port: 22 } }, { exitCode: 1, stderr: 'nsenter: no such process' }, 'unknown'],
    ['command, as wanted', { command: { run: ['x'], contains: ['ok'] } }, { stdout: 'all ok' }, 'passed'],
    ['command, other words', { command: { run: ['x'], contains: ['ok'] } }, { stdout: 'no' }, 'failed'],
    ['command, other code', { command: { run: ['x'] } }, { exitCode: 1 }, 'failed'],
    ['command, wanted to fail', { command: { run: ['x'], exitCode: 1 } }, { exitCode: 1 }, 'passed'],
    ['command, killed for its time', { command: { run: ['x'] } }, { exitCode: 137 }, 'unknown'],
    ['engine gone', { command: { run: ['x'] } }, new Error('the engine is gone'), 'unknown'],
    ['engine gone', { http: {} }, new Error('the engine is gone'), 'unknown'],
  ];
  it.each(table)('%s: %j', async (_name, probe, answer, outcome) => {
    expect((await ask(probeSchema.parse(probe), target(answer))).outcome).toBe(outcome);
  });

  it('reads the log', async () => {
    const probe = probeSchema.parse({ log: { contains: 'ready for connections' } });
    expect((await ask(probe, target({}, 'x: ready for connections.'))).outcome).toBe('passed');
    expect((await ask(probe, target({}, 'starting'))).outcome).toBe('failed');
  });

  it('asks from the network of the node, and runs commands as the given user within a time', async () => {
    const there = target({});
    await ask(probeSchema.parse({ tcp: { port: 22 } }), there);
    await ask(probeSchema.parse({ command: { run: ['id', '-u'], user: 'dev' } }), there);
    expect(there.asked[0]!.command.slice(0, 5)).toEqual(['nsenter', '-t', '77', '-n', '--']);
    expect(there.asked[1]).toMatchObject({
      user: 'dev',
      command: expect.arrayContaining(['timeout', 'id', '-u']) as string[],
    });
  });

  it('is unknown for a node that does not run', async () => {
    expect((await ask(probeSchema.parse({ tcp: { port: 22 } }), { ...target({}), pid: 0 })).outcome).toBe(
      'unknown',
    );
  });
});

it('only what runs in the node or is written by it can be forged', () => {
  const probes = [
    { http: {} },
    { tcp: { port: 1 } },
    { log: { contains: 'x' } },
    { command: { run: ['x'] } },
    { closed: { port: 1 } },
    { dns: { name: 'web.example' } },
    { smtp: {} },
    { imap: {} },
    { ssh: {} },
    { file: { path: '/x' } },
    { process: { contains: 'x' } },
  ];
  expect(probes.map((p) => isForgeable(probeSchema.parse(p)))).toEqual([
    ...[false, false, true, true],
    ...[false, false, false, false, false, true, true],
  ]);
});
