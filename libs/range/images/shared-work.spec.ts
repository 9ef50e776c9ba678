import { describe, expect, it } from 'vitest';
import { Abandoned, SharedWork, type WorkContext } from './shared-work.js';

function bench() {
  const contexts: WorkContext<string>[] = [];
  let finish: (value: string) => void = () => undefined;
  const works = new SharedWork<string, string>();
  const start = (context: WorkContext<string>) => {
    contexts.push(context);
    return new Promise<string>((resolve, reject) => {
      finish = resolve;
      context.signal.addEventListener('abort', () => reject(context.signal.reason as Error));
    });
  };
  const heard: string[] = [];
  const ask = (signal?: AbortSignal, isUrgent = true) =>
    works.join(
      'key',
      { isUrgent: () => isUrgent, onProgress: (p) => heard.push(p), ...(signal ? { signal } : {}) },
      start,
    );
  return { contexts, finish: (value: string) => finish(value), heard, ask };
}

describe('a work that several ask for', () => {
  it('is done once, and what it tells all hear, also what was told before they came', async () => {
    const { contexts, finish, heard, ask } = bench();
    const first = ask();
    await Promise.resolve();
    contexts[0]!.tell('half');
    const second = ask();
    contexts[0]!.tell('nearly');
    finish('done');
    expect(await Promise.all([first, second])).toEqual(['done', 'done']);
    expect(contexts).toHaveLength(1);
    expect(heard).toEqual(['half', 'half', 'nearly', 'nearly']);
  });

  it('is urgent as long as one who waits for it is', async () => {
    const { contexts, finish, ask } = bench();
    const ahead = ask(undefined, false);
    await Promise.resolve();
    expect(contexts[0]!.isUrgent()).toBe(false);
    const leaving = new AbortController();
    const now = ask(leaving.signal);
    expect(contexts[0]!.isUrgent()).toBe(true);
    leaving.abort(new Error('left'));
    await expect(now).rejects.toThrow('left');
    expect(contexts[0]!.isUrgent()).toBe(false);
    finish('done');
    expect(await ahead).toBe('done');
  });

  it('ends when the last one leaves, and begins anew for who comes then', async () => {
    const { contexts, finish, ask } = bench();
    const [one, other] = [new AbortController(), new AbortController()];
    const waits = [ask(one.signal), ask(other.signal)];
    await Promise.resolve();
    one.abort(new Error('one left'));
    await expect(waits[0]).rejects.toThrow('one left');
    expect(contexts[0]!.signal.aborted).toBe(false);
    other.abort(new Error('other left'));
    await expect(waits[1]).rejects.toThrow('other left');
    expect(contexts[0]!.signal.reason).toBeInstanceOf(Abandoned);
    const anew = ask();
    await Promise.resolve();
    finish('again');
    expect(await anew).toBe('again');
    expect(contexts).toHaveLength(2);
  });

  it('that failed is done again for the next', async () => {
    const works = new SharedWork<string, string>();
    const waiter = { isUrgent: () => true, onProgress: () => undefined };
    await expect(works.join('k', waiter, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await works.join('k', waiter, async () => 'yes')).toBe('yes');
  });
});
