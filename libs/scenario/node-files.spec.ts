import { describe, expect, it } from 'vitest';
import { nodeFiles } from './node-files.js';
import { TemplateError } from './templates.js';

const file = (more: { content?: string; from?: string; owner?: string; mode?: string }) => ({
  files: [{ path: '/etc/x', owner: '0:0', mode: '0644', ...more }],
});
const placed = (more: Parameters<typeof file>[0], files: Record<string, Uint8Array> = {}) =>
  nodeFiles(file(more), new Map(Object.entries(files)), { a: 'Trà' })[0]!;

describe('nodeFiles', () => {
  it('resolves what is written in place and what is taken from the folder', () => {
    expect(placed({ content: 'x={{ a }}', owner: '33:1000', mode: '0640' })).toEqual({
      path: '/etc/x',
      content: Buffer.from('x=Trà'),
      uid: 33,
      gid: 1000,
      mode: 0o640,
    });
    expect(placed({ from: 'f' }, { f: Buffer.from('\ufeffx={{ a }}') }).content.toString()).toBe(
      '\ufeffx=Trà',
    );
    expect(placed({ content: '' }).content).toHaveLength(0);
  });

  it('takes what is no text byte by byte', () => {
    const binary = Buffer.concat([Buffer.from('{{ a }}'), Buffer.from([0xff, 0])]);
    expect(placed({ from: 'f' }, { f: binary }).content.equals(binary)).toBe(true);
    const huge = Buffer.alloc(1_000_001, '{{ zzz }}');
    expect(placed({ from: 'f' }, { f: huge }).content.equals(huge)).toBe(true);
  });

  it('names a file that is not there and a value that is not there', () => {
    expect(() => placed({ from: 'f' })).toThrow("the scenario's folder has no file f for /etc/x");
    expect(() => placed({ content: '{{ b }}' })).toThrow(TemplateError);
  });
});
