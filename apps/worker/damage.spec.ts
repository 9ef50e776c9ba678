import type { Step } from '#range';
import { describe, expect, it } from 'vitest';
import { BreaksAgain, damageOf } from './damage.js';

const step = (kind: string, more: object): Step =>
  ({ id: kind, after: [], kind, ...more }) as unknown as Step;
const unpause = step('unpause-node', { node: 'web', engineId: '1' });

describe('damageOf', () => {
  it('sees none in what is whole, or only has to be let go on', () => {
    expect(damageOf([], [])).toBeUndefined();
    expect(damageOf([unpause], [])).toBeUndefined();
  });

  it('names each node that is mended or not ready, once', () => {
    const steps = [
      unpause,
      step('remove-node', { node: 'db', engineId: '2' }),
      step('create-node', { node: 'db' }),
      step('prepare-nodes', { nodes: ['db', 'app'] }),
    ];
    expect(damageOf(steps, ['proxy'])).toEqual({
      reason: 'being repaired: app, db, proxy',
      nodes: ['app', 'db', 'proxy'],
    });
  });

  it('is that of the networks when no node is touched', () => {
    expect(damageOf([step('create-network', { network: 'lan' })], [])).toEqual({
      reason: 'being repaired: its networks',
      nodes: [],
    });
  });
});

it('a node that breaks again is failed with its last words', () => {
  expect(new BreaksAgain('web', 'it ended with code 3').message).toBe(
    'node web broke again after 5 repairs within ten minutes: it ended with code 3',
  );
});
