import { describe, expect, it } from 'vitest';
import { runSteps } from './run-steps.js';

const step = (id: string, ...after: string[]) => ({ id, after });
const tick = () => new Promise((resolve) => setTimeout(resolve, 2));

describe('runSteps', () => {
  it('runs each after what it waits for, and others at once within the limit', async () => {
    const order: string[] = [];
    let now = 0;
    let most = 0;
    const steps = [step('c', 'a', 'b'), step('a'), step('b'), step('d'), step('e', 'c')];
    await runSteps(steps, 2, async ({ id }) => {
      most = Math.max(most, ++now);
      await tick();
      order.push(id);
      now--;
    });
    expect(most).toBe(2);
    expect(order.indexOf('c')).toBeGreaterThan(Math.max(order.indexOf('a'), order.indexOf('b')));
    expect(order.at(-1)).toBe('e');
    expect(order).toHaveLength(5);
  });

  it('lets the running ones end after an error, starts no more, and throws the first', async () => {
    const ended: string[] = [];
    const run = runSteps(
      [step('bad'), step('slow'), step('next', 'slow'), step('other', 'bad')],
      2,
      async ({ id }) => {
        if (id === 'bad') throw new Error('bad');
        await tick();
        ended.push(id);
      },
    );
    await expect(run).rejects.toThrow('bad');
    expect(ended).toEqual(['slow']);
  });

  it('stops at an abort with its reason', async () => {
    const stop = new AbortController();
    const begun: string[] = [];
    const run = runSteps(
      [step('a'), step('b', 'a')],
      4,
      async ({ id }) => {
        begun.push(id);
        stop.abort(new Error('enough'));
        await tick();
      },
      stop.signal,
    );
    await expect(run).rejects.toThrow('enough');
    expect(begun).toEqual(['a']);
  });

  it('refuses steps that wait for each other', async () => {
    await expect(runSteps([step('a', 'b'), step('b', 'a')], 2, tick as never)).rejects.toThrow(
      /wait for each other: a, b/,
    );
  });
});
