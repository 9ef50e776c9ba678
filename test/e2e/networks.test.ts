import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';
import type { Follower } from '../support/follower.js';

const scenarios = resolve(import.meta.dirname, '../support/network-scenarios');
const product = useProduct({ scenarios });

/** Connects and prints the greeting; `none` when there is none within two seconds. */
const greet = (port: number) =>
  `timeout 2 bash -c 'exec 3<>/dev/tcp/www.bank.example/${port} && cat <&3' 2>/dev/null || echo none`;

/** Networks with a router, a resolver and links, from the scenario to the wire, and what staff does with them. */
describe('a range with a router', () => {
  let learner: Player;
  let lead: Player;
  let stream: Follower;
  let flag: string;
  const network = (rest: string) => learner.path(`range/networks/${rest}`);
  const call = (who: Player, method: string, path: string, body?: unknown) =>
    fetch(`${product().url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const seen = () => lead.api.get<{ ranges: { networks?: object[] }[] }>(`/exercises/${learner.exercise}`);

  it('passes by name what its firewall accepts, and nothing else', async () => {
    learner = await Player.of(product(), 'lan');
    lead = await Player.of(product(), 'lead', 'admin');
    stream = await learner.launch('routed');
    flag = /VOCR\{\w+\}/.exec(await learner.run('near', greet(7000)))![0];
    expect(await learner.answer('greet', flag)).toMatchObject({ correct: true });
    expect(await learner.run('near', greet(7001))).toContain('none');
    expect((await learner.range()).nodes.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'near ready',
      'fw ready',
      'far ready',
    ]);
  });

  it('is the staff’s alone to slow and to listen to', async () => {
    for (const [method, rest, body] of [
      ['PUT', 'lan/link', { loss: 1 }],
      ['POST', 'lan/capture/start', {}],
      ['POST', 'lan/capture/stop', {}],
      ['GET', 'lan/capture', undefined],
    ] as const) {
      const answer = await call(learner, method, network(rest), body);
      expect(answer.status, `${method} ${rest}`).toBe(403);
    }
    expect((await learner.view()).ranges[0]).not.toHaveProperty('networks');
  });

  it('loses all while it is to, and is whole again', async () => {
    expect((await call(lead, 'PUT', network('dmz/link'), { loss: 100 })).status).toBe(202);
    await until('nothing passes', async () => (await learner.run('near', greet(7000))).includes('none'));
    expect((await seen()).ranges[0]!.networks).toEqual([
      { id: 'lan', cidr: '10.1.0.0/24', link: { rate: '50mbit' }, captured: false },
      { id: 'dmz', cidr: '10.2.0.0/24', link: { loss: 100 }, captured: false },
    ]);
    expect((await call(lead, 'PUT', network('dmz/link'), {})).status).toBe(202);
    await until('all passes', async () => (await learner.run('near', greet(7000))).includes(flag));
    expect(stream.types()).not.toContain('link.changed');
  });

  it('takes no link that is none, of a network that is none, or that the kernel cannot make', async () => {
    expect((await call(lead, 'PUT', network('dmz/link'), { loss: 101 })).status).toBe(400);
    expect((await call(lead, 'PUT', network('dmz/link'), { jitter: '1ms' })).status).toBe(400);
    expect((await call(lead, 'PUT', network('none/link'), { loss: 1 })).status).toBe(404);
    const slow = await call(lead, 'PUT', network('dmz/link'), { delay: '40ms' });
    const { type, detail } = slow.ok ? {} : ((await slow.json()) as { type: string; detail: string });
    // A kernel that can delay takes it.
    if (!slow.ok) {
      expect(type).toBe('urn:vocr:problem:link-unsupported');
      expect(detail).toMatch(/kernel \S+ has no delay of links \(it lacks sch_netem\)/);
    } else await call(lead, 'PUT', network('dmz/link'), {});
  });

  it('is captured, across a death of the worker, and what passed is there to be taken', async () => {
    expect((await call(lead, 'GET', network('dmz/capture'))).status).toBe(404);
    expect((await call(lead, 'POST', network('dmz/capture/start'), {})).status).toBe(202);
    await until('it is captured', async () => (await call(lead, 'GET', network('dmz/capture'))).ok);
    await learner.run('near', greet(7000));
    process.kill(await product().program('worker'), 'SIGKILL');
    await product().program('worker');
    await learner.run('near', greet(7000));
    const answer = await call(lead, 'GET', network('dmz/capture'));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/vnd.tcpdump.pcap');
    const file = Buffer.from(await answer.arrayBuffer());
    expect(file.readUInt32LE(0)).toBe(0xa1b2c3d4);
    expect(file.toString('latin1').split(flag)).toHaveLength(3);
    expect((await call(lead, 'POST', network('dmz/capture/stop'), {})).status).toBe(202);
  });

  it('leaves nothing', async () => {
    stream.close();
    await learner.leave();
    expect(await product().made('ranges')).toEqual([]);
  });
});
