import { describe, expect, it } from 'vitest';
import { framesToText, OutputCollector } from './exec-output.js';

const frame = (stream: number, text: string) => {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};

describe('OutputCollector', () => {
  const bytes = Buffer.concat([frame(1, 'one '), frame(2, 'oops'), frame(1, 'chín'), frame(1, '')]);

  it.each([1, 2, 3, 7, 8, 9, 100])('takes frames apart whatever the chunks: %i bytes', (size) => {
    const collector = new OutputCollector(1000);
    for (let at = 0; at < bytes.length; at += size) collector.feed(bytes.subarray(at, at + size));
    expect(collector.output()).toEqual({ stdout: 'one chín', stderr: 'oops', truncated: false });
  });

  it('keeps no more than its limit and says so', () => {
    const collector = new OutputCollector(5);
    collector.feed(Buffer.concat([frame(1, 'abc'), frame(1, 'defgh'), frame(2, 'fine')]));
    expect(collector.output()).toEqual({ stdout: 'abcde', stderr: 'fine', truncated: true });
  });

  it('takes a flood of tiny frames in one chunk', () => {
    const collector = new OutputCollector(100_000);
    collector.feed(Buffer.concat(Array.from({ length: 50_000 }, () => frame(1, 'x'))));
    expect(collector.output().stdout).toHaveLength(50_000);
  });
});

describe('framesToText', () => {
  it('joins both outputs in order', () => {
    expect(framesToText(Buffer.concat([frame(1, 'a\n'), frame(2, 'b\n'), frame(1, 'c\n')]))).toBe(
      'a\nb\nc\n',
    );
  });
  it('leaves a log without frames as it is', () => {
    expect(framesToText(Buffer.from('plain\n'))).toBe('plain\n');
    expect(framesToText(Buffer.alloc(0))).toBe('');
  });
});
