import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Command, ProbeResult } from '#exercise';
import type { ExerciseLog } from '#persistence';
import { containerName, type Engine, type ExecRequest, type ExecResult, type Helper } from '#range';
import { scenarioSchema } from '#scenario';
import { Checker } from './check.js';
import type { Host } from './host.js';
import { Probing } from './probing.js';

const text = { vi: 'x', en: 'x' };
const scenario = scenarioSchema.parse({
  apiVersion: 'vocr/v1',
  id: 'sample',
  version: '1.0.0',
  title: text,
  summary: text,
  authors: ['VOCR'],
  license: 'Apache-2.0',
  difficulty: 'easy',
  duration: '30m',
  languages: ['vi', 'en'],
  variables: { pass: { type: 'password' } },
  networks: { dmz: { cidr: '192.168.56.0/24' }, inner: { cidr: '10.10.20.0/24' } },
  nodes: {
    web: {
      image: 'debian',
      networks: { inner: { address: '10.10.20.20' }, dmz: { address: '192.168.56.20' } },
    },
    box: { image: 'debian', networks: { dmz: { address: '192.168.56.10' } } },
  },
  tasks: [
    {
      id: 'mend',
      title: text,
      description: text,
      points: 1,
      check: [
        { node: 'web', http: { path: '/own?{{ pass }}', status: 200 } },
        { node: 'web', from: 'box', http: { path: '/from-box', status: 200 } },
      ],
    },
  ],
});
const pids: Record<string, number> = { web: 111, box: 222 };
const range = 'abcd1234';

/** Runs the check with a helper that answers each request by `answer`; gives its commands and what was reported. */
async function check(answer: () => Partial<ExecResult>, running = ['web', 'box']) {
  const commands: string[] = [];
  let reported: ProbeResult[] = [];
  const engine = {
    containers: {
      inspect: async (name: string) => {
        const node = Object.keys(pids).find((n) => containerName(range, n) === name)!;
        const labels = { 'vocr.installation': 'home' };
        return { id: node, labels, state: running.includes(node) ? 'running' : 'created', pid: pids[node] };
      },
    },
  } as unknown as Engine;
  const helper = {
    command: async ({ command }: ExecRequest) => {
      commands.push(command.join(' '));
      return { exitCode: 0, timedOut: false, stdout: '', stderr: 'vocr-status:500', ...answer() };
    },
  } as unknown as Helper;
  const log = {
    state: async () => ({ clock: { since: 5 }, ranges: { [range]: { id: range, team: 't1' } } }),
    setting: async () => ({ scenario, values: () => ({ pass: 'geheim-geheim' }) }),
    execute: async (_: string, order: Command) => {
      if (order.type === 'report-check') reported = order.results;
    },
  } as unknown as ExerciseLog;
  const host = { engine, helper: async () => helper } as unknown as Host;
  await new Checker(new Probing(host, 'home'), log, 'worker:home').run({
    exercise: 'e',
    team: 't1',
    task: 'mend',
    request: 'r',
  });
  return { commands, reported };
}

describe('a check', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asks from the network of the node that it is to come from, at the address that is seen from there', async () => {
    const { commands } = await check(() => ({}));
    expect(commands[0]).toMatch(/nsenter -t 111 -n .*http:\/\/10\.10\.20\.20:80\/own/s);
    expect(commands[1]).toMatch(/nsenter -t 222 -n .*http:\/\/192\.168\.56\.20:80\/from-box/s);
  });

  it('says which node does not run', async () => {
    const { reported } = await check(() => ({}), ['web']);
    expect(reported[1]).toMatchObject({ outcome: 'unknown', detail: 'box does not run' });
  });

  it('tells no secret', async () => {
    const { commands, reported } = await check(() => ({}));
    expect(commands[0]).toContain('geheim');
    expect(reported[0]!.detail).toContain('GET /own?{{ pass }} at port 80: status 500 instead of 200');
    expect(JSON.stringify(reported)).not.toContain('geheim');
  });

  it('begins no further probe once it has taken long', async () => {
    const { commands, reported } = await check(() => {
      vi.advanceTimersByTime(40_000);
      return {};
    });
    expect(commands).toHaveLength(1);
    expect(reported.map(({ outcome }) => outcome)).toEqual(['failed', 'unknown']);
    expect(reported[1]!.detail).toMatch(/took too long/);
  });
});
