import { describe, expect, it } from 'vitest';
import { foldProgress, type ProgressLog } from './progress-log.js';
import type { StreamMessage } from './stream-message.js';

const step = (phase: string, node?: string, detail?: string, range = 'r1'): StreamMessage => ({
  type: 'progress',
  range,
  phase,
  node,
  detail,
});
const logged = (type: string, range = 'r1'): StreamMessage => ({ seq: 1, type, range, payload: {} });
const fold = (...messages: StreamMessage[]) => messages.reduce(foldProgress, {} as ProgressLog);
const said = (log: ProgressLog, range = 'r1') =>
  (log[range] ?? []).map(({ phase, node, detail }) => [phase, node, detail].filter(Boolean).join(' '));

describe('foldProgress', () => {
  it('keeps the lines of each range apart and in order', () => {
    const log = fold(step('images'), step('create', 'web'), step('start', 'web', undefined, 'r2'));
    expect([said(log), said(log, 'r2')]).toEqual([['images', 'create web'], ['start web']]);
  });

  it('lets a line that goes on with the last one replace it', () => {
    const log = fold(
      step('images', 'web', '10 %'),
      step('images', 'web', '20 %'),
      step('images', 'db', '1 %'),
    );
    expect(said(log)).toEqual(['images web 20 %', 'images db 1 %']);
  });

  it('leaves places in the queue to the view of the exercise', () => {
    const place = { place: 1, of: 2, reason: 'waiting-slot', text: 'why' } as const;
    const log = fold(step('images'));
    expect(foldProgress(log, { type: 'queue', team: 't1', range: 'r1', ...place })).toBe(log);
  });

  it.each(['range.requested', 'range.resetting', 'range.stopping', 'range.gone'])(
    'begins anew at %s',
    (type) => {
      const log = fold(step('images'), step('images', undefined, undefined, 'r2'), logged(type));
      expect([said(log), said(log, 'r2')]).toEqual([[], ['images']]);
    },
  );

  it('changes nothing for other events, nor for what is repeated', () => {
    const log = fold(step('images'));
    expect(foldProgress(log, logged('node.ready'))).toBe(log);
    expect(foldProgress(log, step('images'))).toBe(log);
  });

  it('gives every line a key of its own, and keeps but the last forty', () => {
    const log = fold(...Array.from({ length: 60 }, (_, n) => step('create', `n${n}`)));
    const keys = log.r1!.map(({ key }) => key);
    expect(new Set(keys).size).toBe(40);
    expect(said(log).at(-1)).toBe('create n59');
  });
});
