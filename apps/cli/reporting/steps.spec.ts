import { describe, expect, it } from 'vitest';
import { formatElapsed, progressDisplay, Steps } from './steps.js';
import type { ProgressEvent } from './steps.js';

const shape = (events: ProgressEvent[]) =>
  events.map((e) => (e.kind === 'end' ? `${e.kind}:${e.done}:${e.title}:${e.text}` : e.kind));

describe('Steps', () => {
  it('reports begin, changed details once, and end with the last detail', async () => {
    const events: ProgressEvent[] = [];
    const value = await new Steps((event) => events.push(event)).step('engine', async (say) => {
      say('waiting');
      say('waiting');
      say('20.10');
      return 7;
    });
    expect(value).toBe(7);
    expect(shape(events)).toEqual(['begin', 'detail', 'detail', 'end:true:engine:20.10']);
  });

  it('reports a failed step and throws on', async () => {
    const events: ProgressEvent[] = [];
    const failing = new Steps((event) => events.push(event)).step('engine', async () => {
      throw new Error('no engine');
    });
    await expect(failing).rejects.toThrow('no engine');
    expect(shape(events)).toEqual(['begin', 'end:false:engine:']);
  });
});

describe('formatElapsed', () => {
  it.each([
    [0, '0.0 s'],
    [340, '0.3 s'],
    [9_940, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 00 s'],
    [125_000, '2 min 05 s'],
  ])('%d ms is %s', (milliseconds, text) => expect(formatElapsed(milliseconds)).toBe(text));
});

describe('progressDisplay', () => {
  it('writes plain lines where there is no terminal', () => {
    const lines: string[] = [];
    const sink = progressDisplay({ write: (text) => lines.push(text) });
    sink({ kind: 'begin', title: 'engine' });
    sink({ kind: 'detail', text: 'too soon to tell' });
    sink({ kind: 'end', done: false, title: 'engine', text: '', milliseconds: 1500 });
    sink({ kind: 'note', text: 'hello' });
    expect(lines).toEqual(['… engine\n', '✗ engine  (1.5 s)\n', 'hello\n']);
  });

  it('overwrites one line on a terminal', () => {
    let shown = '';
    const sink = progressDisplay({ write: (text) => (shown += text), isTTY: true, columns: 20 });
    sink({ kind: 'begin', title: 'a step with a very long title' });
    sink({ kind: 'end', done: true, title: 'engine', text: '20.10', milliseconds: 100 });
    expect(shown).toMatch(/^\r\x1b\[2K⠙ a step with a ver\r\x1b\[2K✓ engine {2}20\.10 {2}\(0\.1 s\)\n$/);
  });
});
