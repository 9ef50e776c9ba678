import { describe, expect, it } from 'vitest';
import { BuildTurns } from './build-turns.js';

const forever = new AbortController().signal;
/** Lets what can go on go on. */
const settle = () => new Promise((resolve) => setTimeout(resolve));

function table(most: number) {
  const turns = new BuildTurns(most);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const build = (name: string, isUrgent: () => boolean, signal = forever) =>
    turns.take(isUrgent, signal, () => {
      begun.push(name);
      return new Promise<void>((resolve) => ends.set(name, resolve));
    });
  const end = async (name: string) => {
    ends.get(name)!();
    await settle();
  };
  return { turns, begun, build, end };
}
const yes = () => true;
const no = () => false;

describe('turns of builds', () => {
  it('go to what a person waits for, and to one thing ahead of need at a time', async () => {
    const { begun, build, end } = table(2);
    for (const name of ['ahead1', 'ahead2']) void build(name, no);
    for (const name of ['now1', 'now2']) void build(name, yes);
    await settle();
    expect(begun).toEqual(['ahead1', 'now1']);
    await end('ahead1');
    expect(begun).toEqual(['ahead1', 'now1', 'now2']);
    await end('now1');
    await end('now2');
    expect(begun).toEqual(['ahead1', 'now1', 'now2', 'ahead2']);
  });

  it('go to what has become urgent meanwhile', async () => {
    const { turns, begun, build } = table(2);
    let isUrgent = false;
    void build('ahead1', no);
    void build('ahead2', no);
    void build('promoted', () => isUrgent);
    isUrgent = true;
    turns.look();
    await settle();
    expect(begun).toEqual(['ahead1', 'promoted']);
  });

  it('are given up by who does not wait any more, and handed on by who fails', async () => {
    const { turns, begun, build, end } = table(1);
    void build('first', yes);
    const leaving = new AbortController();
    const left = expect(build('left', yes, leaving.signal)).rejects.toThrow('changed my mind');
    const failing = turns.take(yes, forever, () => Promise.reject(new Error('no')));
    const failed = expect(failing).rejects.toThrow('no');
    void build('last', yes);
    leaving.abort(new Error('changed my mind'));
    await left;
    await end('first');
    await failed;
    await settle();
    expect(begun).toEqual(['first', 'last']);
  });
});
