import { describe, expect, it } from 'vitest';
import { IdempotencyKeys } from './idempotency-keys.js';

describe('idempotency keys', () => {
  const counted = () => {
    let n = 0;
    return new IdempotencyKeys(() => `k${++n}`);
  };

  it('are the same for a request that is sent again without an answer', () => {
    const keys = counted();
    expect([keys.keyFor('/a {}'), keys.keyFor('/a {}')]).toEqual(['k1', 'k1']);
  });

  it('differ for another request', () => {
    const keys = counted();
    expect([keys.keyFor('/a {}'), keys.keyFor('/a {"x":1}'), keys.keyFor('/b {}')]).toEqual([
      'k1',
      'k2',
      'k3',
    ]);
  });

  it('are new once an answer came', () => {
    const keys = counted();
    const first = keys.keyFor('/a {}');
    keys.answered('/a {}');
    expect(keys.keyFor('/a {}')).not.toBe(first);
  });

  it('are 128 random bits that a header can carry', () => {
    const [a, b] = [new IdempotencyKeys().keyFor('x'), new IdempotencyKeys().keyFor('x')];
    expect(a).toMatch(/^[0-9a-f]{32}$/);
    expect(a).not.toBe(b);
  });
});
