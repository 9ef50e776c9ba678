import { expect, it } from 'vitest';
import {
  bridgeName,
  containerName,
  helperName,
  labelFilter,
  labelledCount,
  networkLabels,
  nodeLabels,
  portName,
} from './labels.js';

it('names bridges within 15 characters, each its own', () => {
  const names = [0, 35, 36, 46_655].map((i) => bridgeName('abcd1234', i));
  expect(names).toEqual(['rng-abcd12340', 'rng-abcd1234z', 'rng-abcd123410', 'rng-abcd1234zzz']);
  expect(() => bridgeName('abcd1234', 46_656)).toThrow(RangeError);
});

it.each(['', 'ABCD1234', 'abcd123', 'abcd12345', 'abc/1234', '../abcd1'])(
  'refuses the range id %j',
  (range) => {
    expect(() => containerName(range, 'web')).toThrow(RangeError);
  },
);

it.each(['', 'a b', '-a', 'a,b', 'A'])('refuses the installation id %j', (installation) => {
  expect(() => helperName(installation)).toThrow(RangeError);
  expect(() => labelFilter(installation)).toThrow(RangeError);
});

it('labels everything with installation, range and generation', () => {
  const of = { installation: 'home', range: 'abcd1234', generation: 7 };
  const own = { 'vocr.installation': 'home', 'vocr.range': 'abcd1234', 'vocr.generation': '7' };
  expect(networkLabels(of, 'dmz')).toEqual({ ...own, 'vocr.network': 'dmz' });
  expect(nodeLabels(of, 'web', 2)).toEqual({ ...own, 'vocr.node': 'web', 'vocr.reset': '2' });
});

it.each([
  ['7', 7],
  ['', -1],
  ['-3', -1],
  ['1e3', -1],
  [undefined, -1],
])('reads the count %j as %i', (value, count) => {
  expect(labelledCount(value === undefined ? {} : { 'vocr.generation': value }, 'vocr.generation')).toBe(
    count,
  );
});

it('names ports as no bridge is named, within what the kernel takes', () => {
  const names = [portName('abcd1234', 0, 0), portName('abcd1234', 0, 1), portName('abcd1234', 1295, 25)];
  expect(names).toEqual(['rng-abcd1234A0', 'rng-abcd1234B0', 'rng-abcd1234Zzz']);
  expect(Math.max(...names.map((name) => name.length))).toBeLessThanOrEqual(15);
  expect(() => portName('abcd1234', 1296, 0)).toThrow(RangeError);
  expect(() => portName('abcd1234', 0, 26)).toThrow(RangeError);
});
