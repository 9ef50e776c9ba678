import { describe, expect, it } from 'vitest';
import { exposure } from './exposure.js';

const here = { publicUrl: 'http://127.0.0.1:8080', trustProxy: false };
const proxied = { publicUrl: 'https://range.example.edu', trustProxy: true };

describe('exposure', () => {
  it.each(['127.0.0.1', '127.0.0.53', '::1', 'localhost'])('is none on %s', (listen) => {
    expect(exposure({ listen, ...here })).toBeUndefined();
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', '12.7.0.1'])('is told of on %s without TLS', (listen) => {
    expect(exposure({ listen, ...here })).toContain(`VOCR listens on ${listen}`);
  });

  it('is none behind a TLS proxy, and told of when either half of that is missing', () => {
    expect(exposure({ listen: '0.0.0.0', ...proxied })).toBeUndefined();
    expect(exposure({ listen: '0.0.0.0', ...proxied, trustProxy: false })).toContain('VOCR_TRUST_PROXY=true');
    expect(exposure({ listen: '0.0.0.0', ...here, trustProxy: true })).toContain('VOCR_PUBLIC_URL=https://');
  });
});
