import { once } from 'node:events';
import type { Writable } from 'node:stream';
import * as ws from 'ws';
import { expect, it } from 'vitest';
import { frameOf } from './frame.js';

// Its types leave out the class by which it reads frames.
const { Receiver } = ws as unknown as { Receiver: new (options: object) => Writable };

it.each([0, 1, 125, 126, 65_535, 65_536, 200_000])(
  'makes a text of %i bytes a frame that a client reads',
  async (length) => {
    const client = new Receiver({ isServer: false, extensions: {} });
    const text = 'x'.repeat(length);
    const message = once(client, 'message');
    client.write(frameOf(text));
    const [data, isBinary] = (await message) as [Buffer, boolean];
    expect([data.toString(), isBinary]).toEqual([text, false]);
  },
);

it('counts bytes, not letters', async () => {
  const client = new Receiver({ isServer: false, extensions: {} });
  const message = once(client, 'message');
  client.write(frameOf('Tiếng Việt, đủ dấu'));
  expect(String((await message)[0])).toBe('Tiếng Việt, đủ dấu');
});
