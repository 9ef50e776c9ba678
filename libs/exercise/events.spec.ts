import { afterEach, describe, expect, it } from 'vitest';
import { eventNames, eventTypes, readEvent } from './events.js';

const envelope = { exercise: 'e', seq: 7, at: 1, clock: 0, v: 1, actor: 'a', team: 't1' };
const stored = (type: string, payload: unknown, v = 1) => ({ ...envelope, v, type, payload });

describe('the catalogue', () => {
  it('names facts in the past: subject.verb', () => {
    for (const name of eventNames) expect(name).toMatch(/^[a-z]+\.[a-z-]+$/);
  });

  it('counts versions from 1, with a step up from each older one', () => {
    for (const [name, { v, upcast }] of Object.entries(eventTypes)) {
      expect(v, name).toBeGreaterThanOrEqual(1);
      if (v > 1) expect(upcast, name).toBeDefined();
    }
  });
});

describe('reading an event', () => {
  it('gives it back as it was stored', () => {
    const event = stored('task.solved', { task: 'flag' });
    expect(readEvent(event)).toEqual(event);
  });

  it('refuses a type that this version does not know, and names it', () => {
    expect(() => readEvent(stored('task.eaten', {}))).toThrow(
      /event 7 of exercise e has type task\.eaten.*upgrade/,
    );
    expect(() => readEvent(stored('constructor', {}))).toThrow(/has type constructor/);
  });

  it.each([
    ['what is missing', 'answer.submitted', { task: 'flag', answer: 'a' }, /correct/],
    ['what has another type', 'range.requested', { generation: '1' }, /generation/],
    ['what is no object', 'task.solved', null, /object/],
    ['what is too long', 'range.failed', { reason: 'x'.repeat(4_001) }, /reason/],
  ])('refuses a payload with %s, and says where', (_, type, payload, where) => {
    expect(() => readEvent(stored(type, payload))).toThrow(/event 7 of exercise e .* is damaged/);
    expect(() => readEvent(stored(type, payload))).toThrow(where);
  });
});

describe('reading an event of an older version', () => {
  const kind = eventTypes['task.solved'] as { v: number; upcast?: (payload: unknown, v: number) => unknown };
  afterEach(() => {
    kind.v = 1;
    delete kind.upcast;
  });

  it('lifts its payload into the shape of today, and only that of older ones', () => {
    kind.v = 3;
    kind.upcast = (payload, v) => ({ task: `${(payload as { name: string }).name} from ${v}` });
    expect(readEvent(stored('task.solved', { name: 'flag' }, 1))).toMatchObject({
      v: 3,
      payload: { task: 'flag from 1' },
    });
    expect(readEvent(stored('task.solved', { task: 'flag' }, 3))).toMatchObject({
      v: 3,
      payload: { task: 'flag' },
    });
  });

  it('is damaged when the step up does not give the shape of today', () => {
    kind.v = 2;
    kind.upcast = () => ({});
    expect(() => readEvent(stored('task.solved', { name: 'flag' }))).toThrow(/damaged/);
  });
});
