import { describe, expect, it } from 'vitest';
import { formatStatus, toStatus } from './status.js';

const launcher = {
  process: { pid: 12, started: 'x' },
  address: 'https://range.example',
  local: 'http://127.0.0.1:8080',
  since: '2026-01-02T03:04:05.000Z',
};

describe('status', () => {
  it('shows each part', () => {
    const parts = { database: { ok: true }, worker: { ok: false, detail: 'building images 2/4' } };
    const status = toStatus(launcher, { ready: false, health: { status: 'starting', parts } });
    expect(status).toMatchObject({ running: true, ready: false, pid: 12, parts });
    expect(formatStatus(status)).toBe(
      [
        'VOCR runs but is not ready: https://range.example (process 12, since 2026-01-02T03:04:05.000Z)',
        '  ✓ database',
        '  ✗ worker    building images 2/4',
      ].join('\n'),
    );
  });

  it('names an orchestrator that does not answer', () => {
    const status = toStatus(launcher, { ready: false, silence: 'not listening yet' });
    expect(formatStatus(status)).toContain('✗ orchestrator  not listening yet');
  });

  it('says how to start one that does not run', () => {
    expect(formatStatus({ running: false, ready: false, parts: {} })).toContain('npm start');
  });
});
