import { depthLimit } from './bounds.js';

/**
 * A copy of what a YAML file holds in which nothing is shared and nothing contains itself, so that it can be walked and cut.
 * @throws RangeError when it is nested deeper than 64, as data that contains itself always is
 */
export function expand(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (depth >= depthLimit) throw new RangeError(`nested deeper than ${depthLimit}`);
  if (Array.isArray(value)) return value.map((item) => expand(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expand(inner, depth + 1)]));
}
