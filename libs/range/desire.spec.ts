import { describe, expect, it } from 'vitest';
import { scenarioSchema } from '#scenario';
import { desire } from './desire.js';
import { DesireError } from './errors.js';

const { networks, nodes } = scenarioSchema.pick({ networks: true, nodes: true }).parse({
  networks: { dmz: { cidr: '192.168.56.0/24' }, lan: { cidr: '10.10.20.0/24' } },
  nodes: {
    box: { image: 'a', networks: { dmz: null }, environment: { A: '1' }, command: ['run'] },
    web: {
      image: 'b',
      networks: { dmz: { address: '192.168.56.20' }, lan: {} },
      resources: { memory: '1G', disk: '32M' },
    },
    db: { image: 'c', networks: { lan: { address: '10.10.20.30' } } },
  },
});
const images = { box: 'sha256:a', web: 'sha256:b', db: 'sha256:c' };
const base = { scenario: { networks, nodes }, range: 'abcd1234', generation: 3, images };
const file = (path: string) => ({ path, content: Buffer.from('x'), uid: 0, gid: 0, mode: 0o600 });

describe('desire', () => {
  const desired = desire({
    ...base,
    values: { db: { files: [file('/etc/app/seed.sql')], reset: 2, environment: { B: '2' } } },
  });
  const node = (name: string) => desired.nodes.find((n) => n.name === name)!;

  it('gives each node its addresses, declared or the next free', () => {
    expect(node('web').interfaces).toEqual([
      { network: 'dmz', address: '192.168.56.20', prefix: 24 },
      { network: 'lan', address: '10.10.20.2', prefix: 24 },
    ]);
    expect(node('box').interfaces).toEqual([{ network: 'dmz', address: '192.168.56.2', prefix: 24 }]);
  });

  it('names itself and its neighbours at their address on the shared network, and no one else', () => {
    expect(node('box').hosts).toEqual([
      { name: 'box', address: '192.168.56.2' },
      { name: 'web', address: '192.168.56.20' },
    ]);
    expect(node('db').hosts).toEqual([
      { name: 'db', address: '10.10.20.30' },
      { name: 'web', address: '10.10.20.2' },
    ]);
  });

  it('reads sizes as bytes and takes what the team has over what the scenario says', () => {
    expect(node('web').resources).toEqual({ memory: 2 ** 30, disk: 2 ** 25, cpus: 1, processes: 256 });
    expect(node('box')).toMatchObject({
      environment: { A: '1' },
      command: ['run'],
      image: 'sha256:a',
      reset: 0,
    });
    expect(node('db')).toMatchObject({
      environment: { B: '2' },
      reset: 2,
      files: [file('/etc/app/seed.sql')],
    });
    expect(desired).toMatchObject({ range: 'abcd1234', generation: 3 });
  });

  it('refuses a node without an image', () => {
    expect(() => desire({ ...base, images: { box: 'sha256:a' }, values: {} })).toThrow(
      /node web has no image/,
    );
  });

  it.each(['/flag', '/proc/x', '/dev/shm/x', '/.vocr/run/x', '/etc/../proc/x', '/etc//x', '/etc/x/'])(
    'refuses a file at %s',
    (path) => {
      expect(() => desire({ ...base, values: { box: { files: [file(path)] } } })).toThrow(DesireError);
    },
  );
});
