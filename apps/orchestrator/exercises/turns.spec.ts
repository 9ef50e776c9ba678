import { expect, it } from 'vitest';
import { Turns } from './turns.js';

it('does work of one key one after the other, also after a failure, and of others meanwhile', async () => {
  const turns = new Turns();
  const said: string[] = [];
  let open = () => undefined as void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const first = turns.take('a', async () => {
    await gate;
    said.push('a1');
    throw new Error('a1 broke');
  });
  const second = turns.take('a', async () => said.push('a2'));
  await turns.take('b', async () => said.push('b1'));
  expect(turns.isTaken('a')).toBe(true);
  expect(turns.isTaken('b')).toBe(false);
  open();
  await expect(first).rejects.toThrow('a1 broke');
  expect(await second).toBe(3);
  expect(said).toEqual(['b1', 'a1', 'a2']);
  expect(turns.isTaken('a')).toBe(false);
});
