import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import { decide } from './decide.js';
import { after, given, range, rangeUntil, running, setting } from './testing/given.js';

const at = { team: 't1', range } as const;
const ready = [...running, ...rangeUntil.ready];
const link = { loss: 5, rate: '10mbit' };
const changed = { type: 'link.changed', ...at, payload: { network: 'dmz', link } } as const;
const started = { type: 'capture.started', ...at, payload: { network: 'dmz' } } as const;
const stopped = { type: 'capture.stopped', ...at, payload: { network: 'dmz' } } as const;
const setLink: Command = { type: 'set-link', team: 't1', network: 'dmz', link };
const capture = (on: boolean): Command => ({ type: 'set-capture', team: 't1', network: 'dmz', on });

describe('set-link', () => {
  it('changes how frames travel, once', () => {
    given(...ready)
      .when(setLink)
      .then(changed);
    given(...ready, changed)
      .when({ ...setLink, link: { rate: '10mbit', loss: 5 } })
      .then();
    given(...ready, changed)
      .when({ ...setLink, link: {} })
      .then({ ...changed, payload: { network: 'dmz', link: {} } });
  });

  it('is kept by a reset and forgotten by a new range', () => {
    expect(after(...ready, changed).ranges[range]!.links).toEqual({ dmz: link });
    const reset = { type: 'range.resetting', ...at, payload: { generation: 2 } } as const;
    expect(after(...ready, changed, reset).ranges[range]!.links).toEqual({ dmz: link });
    const anew = { type: 'range.requested', ...at, payload: { generation: 3 } } as const;
    expect(after(...ready, changed, anew).ranges[range]!.links).toBeUndefined();
  });

  it('is refused where there is nothing to change', () => {
    given(...ready)
      .when({ ...setLink, network: 'none' })
      .thenRefused('network-unknown');
    given(...ready)
      .when({ ...setLink, network: 'toString' })
      .thenRefused('network-unknown');
    given(...ready)
      .when({ ...setLink, team: 't9' })
      .thenRefused('team-unknown');
    given(...running)
      .when(setLink)
      .thenRefused('range-unknown');
    given(...running, ...rangeUntil.failed)
      .when(setLink)
      .thenRefused('range-not-ready');
  });
});

describe('set-capture', () => {
  it('begins and ends, each once', () => {
    given(...ready)
      .when(capture(true))
      .then(started);
    given(...ready, started)
      .when(capture(true))
      .then();
    given(...ready, started)
      .when(capture(false))
      .then(stopped);
    given(...ready)
      .when(capture(false))
      .then();
    expect(after(...ready, started).ranges[range]!.captures).toEqual(['dmz']);
    expect(after(...ready, started, stopped).ranges[range]!.captures).toEqual([]);
  });

  it('ends with a reason when the host cannot keep it', () => {
    const order = (generation: number): Command => ({
      type: 'report-range',
      range,
      generation,
      report: { is: 'capture-failed', network: 'dmz', reason: 'no room' },
    });
    given(...ready, started)
      .when(order(1))
      .then({ ...stopped, payload: { network: 'dmz', reason: 'no room' } });
    given(...ready)
      .when(order(1))
      .then();
    const late = decide(after(...ready, started), { ...order(9), actor: 'worker:h' }, setting);
    expect(late).toEqual({ ok: true, events: [] });
  });
});
