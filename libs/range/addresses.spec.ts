import { describe, expect, it } from 'vitest';
import { bookPrefix, routedNetworks } from './addresses.js';

describe('bookPrefix', () => {
  it.each([
    [0, 28],
    [13, 28],
    [14, 27],
    [29, 27],
    [30, 26],
    [1000, 22],
  ])('%i nodes need /%i', (nodes, prefix) => expect(bookPrefix(nodes)).toBe(prefix));
});

it('routedNetworks reads what the host routes, and leaves the default route out', () => {
  const routes = [
    'default via 192.0.2.1 dev eth0 ',
    '10.128.0.0/16 via 192.0.2.7 dev eth0',
    '192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.2',
    'local 172.17.0.1 dev docker0 table local proto kernel',
    'blackhole 10.200.0.0/15',
    '',
  ].join('\n');
  expect(routedNetworks(routes)).toEqual(['10.128.0.0/16', '192.0.2.0/24', '172.17.0.1', '10.200.0.0/15']);
});
