import { describe, expect, it } from 'vitest';
import { claimWarm } from './claim-warm.js';

const offer = { range: 'warm0001', host: 'h', nodes: ['box'], images: { box: 'sha256:1', web: 'sha256:2' } };
const types = (offered: typeof offer) => claimWarm('t1', offered, {}).map(({ type }) => type);

describe('a claim', () => {
  it('makes what runs ready at once, and leaves the rest to the host', () => {
    expect(claimWarm('t1', offer, { lifetime: 5 })).toEqual([
      { type: 'range.requested', team: 't1', range: 'warm0001', payload: { generation: 1, lifetime: 5 } },
      { type: 'range.placed', team: 't1', range: 'warm0001', payload: { host: 'h', warm: true } },
      { type: 'range.preparing', team: 't1', range: 'warm0001', payload: {} },
      { type: 'range.starting', team: 't1', range: 'warm0001', payload: { images: offer.images } },
      { type: 'node.ready', team: 't1', range: 'warm0001', payload: { node: 'box' } },
    ]);
  });

  it('of a range in which nothing waits makes the whole range ready', () => {
    expect(types({ ...offer, nodes: ['box', 'web'] }).at(-1)).toBe('range.ready');
    expect(types({ ...offer, nodes: [] })).not.toContain('range.ready');
  });
});
