import { describe, expect, it } from 'vitest';
import { Together } from './together.js';

/** Answers doubled, and remembers what was asked together. */
function doubling(most?: number) {
  const goes: number[][] = [];
  const desk = new Together<number, number>(async (questions) => {
    goes.push(questions);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (questions.includes(13)) throw new Error('not thirteen');
    return questions.map((n) => n * 2);
  }, most);
  return { desk, goes };
}

describe('what is asked at the same time', () => {
  it('is answered in one go, to each its own', async () => {
    const { desk, goes } = doubling();
    expect(await Promise.all([1, 2, 3].map((n) => desk.ask(n)))).toEqual([2, 4, 6]);
    expect(goes).toEqual([[1, 2, 3]]);
  });

  it('is read after it was asked: what comes while others are answered waits for the next go', async () => {
    const { desk, goes } = doubling();
    const first = desk.ask(1);
    await expect.poll(() => goes.length).toBe(1);
    const later = [desk.ask(2), desk.ask(3)];
    expect(await Promise.all([first, ...later])).toEqual([2, 4, 6]);
    expect(goes).toEqual([[1], [2, 3]]);
    expect(await desk.ask(1)).toBe(2);
    expect(goes).toHaveLength(3);
  });

  it('is answered in goes of a bounded size', async () => {
    const { desk, goes } = doubling(2);
    expect(await Promise.all([1, 2, 3].map((n) => desk.ask(n)))).toEqual([2, 4, 6]);
    expect(goes).toEqual([[1, 2], [3]]);
  });

  it('fails for those who asked with it alone', async () => {
    const { desk } = doubling(2);
    const settled = await Promise.allSettled([12, 13, 14].map((n) => desk.ask(n)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(await desk.ask(1)).toBe(2);
  });
});
