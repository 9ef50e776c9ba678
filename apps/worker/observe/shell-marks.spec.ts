import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShellMarks, type MarkedCommand } from './shell-marks.js';

/** What comes of output that arrives in these pieces. */
function read(...pieces: (string | Buffer)[]): { shown: string; commands: MarkedCommand[] } {
  const marks = new ShellMarks('key');
  const taken = pieces.map((piece) => marks.take(Buffer.from(piece)));
  const shown = Buffer.concat([...taken.map((one) => one.shown), marks.rest()]);
  return { shown: shown.toString('latin1'), commands: taken.flatMap(({ commands }) => commands) };
}
const begins = (line: string, { key = 'key', shell = '7', end = '\x07' } = {}) =>
  `\x1b]633;E;${line};${key};${shell}${end}`;
const ends = (exit: number | string, shell = '7') => `\x1b]633;D;${exit};key;${shell}\x07`;

describe('the marks of a shell', () => {
  it('tell what begins and how it ends, and leave the rest for the screen', () => {
    expect(read(`$ ls\r\n${begins('ls -l')}file\r\n${ends(0)}$ `)).toEqual({
      shown: '$ ls\r\nfile\r\n$ ',
      commands: [{ line: 'ls -l' }, { line: 'ls -l', exit: 0 }],
    });
  });

  it('may end as escape sequences do', () =>
    expect(read(begins('ls', { end: '\x1b\\' }))).toEqual({ shown: '', commands: [{ line: 'ls' }] }));

  it('write what would end them in other words', () =>
    expect(read(begins('echo a\\x3bb\\\\x\\x0ac')).commands).toEqual([{ line: 'echo a;b\\x\nc' }]));

  it('are of one shell each', () =>
    expect(
      read(begins('bash'), ends(0, '8'), begins('id', { shell: '8' }), ends(1, '8'), ends(3)).commands,
    ).toEqual([{ line: 'bash' }, { line: 'id' }, { line: 'id', exit: 1 }, { line: 'bash', exit: 3 }]));

  it.each<[string, string]>([
    ['with another key', begins('ls', { key: 'other' })],
    ['of another kind', '\x1b]633;P;Cwd=/root\x07'],
    ['with no line', begins('')],
    ['with more than they have', begins('a;b;c')],
    ['of an end without a beginning', ends(0)],
    ['of no exit code', `${begins('ls').replace('E;', 'X;')}${ends('ok')}`],
    ['that are cut off', '\x1b]633;E;ls;key\x18'],
  ])('%s say nothing, and are not shown', (_, text) =>
    expect(read(text)).toEqual({ shown: '', commands: [] }),
  );

  it('that another sequence breaks off leave it whole', () =>
    expect(read(`\x1b]633;E;ls\x1b[31mred${begins('id')}`)).toEqual({
      shown: '\x1b[31mred',
      commands: [{ line: 'id' }],
    }));

  it('leave other sequences alone', () => {
    const title = '\x1b]0;title\x07\x1b[1;31mred\x1b[0m\x1b]633\x07\x1b\x1b]8;;x\x07';
    expect(read(title)).toEqual({ shown: title, commands: [] });
  });

  it('take no more memory than a mark may have, and show what comes after', () => {
    const { shown, commands } = read(`\x1b]633;E;${'x'.repeat(100_000)}`, begins('id'));
    expect(shown.length).toBeLessThan(84_000);
    expect(commands).toEqual([{ line: 'id' }]);
    expect(read(begins('x'.repeat(9_000))).commands[0]!.line).toHaveLength(4_096);
  });

  it('remember no more shells than a person has', () => {
    const many = Array.from({ length: 1_000 }, (_, shell) => begins('ls', { shell: `${shell}` }));
    const kept = Array.from({ length: 1_000 }, (_, shell) => ends(0, `${shell}`));
    expect(read(...many, ...kept).commands.filter(({ exit }) => exit === 0)).toHaveLength(16);
  });

  const anything = fc.array(
    fc.oneof(
      fc.constantFrom('\x1b', '\x1b]', '\x1b]633;', ';', '\x07', '\x1b\\', '\x18', 'key', 'text', ends(0)),
      fc.stringMatching(/^[a-z]{1,5}$/).map((line) => begins(line)),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 20 },
  );

  it('say the same however the output is cut', () => {
    fc.assert(
      fc.property(anything, fc.array(fc.nat(200), { maxLength: 20 }), (parts, cuts) => {
        const all = Buffer.from(parts.join(''));
        const places = [0, ...cuts.map((cut) => Math.min(cut, all.length)).sort((a, b) => a - b), all.length];
        const pieces = places.slice(1).map((end, index) => all.subarray(places[index], end));
        expect(read(...pieces)).toEqual(read(all));
      }),
    );
  });

  it('take nothing away from output that has none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('latin1').replaceAll(']633;', '');
        expect(read(Buffer.from(text, 'latin1'))).toEqual({ shown: text, commands: [] });
      }),
    );
  });

  it('are found after any garbage', () => {
    fc.assert(
      fc.property(anything, (parts) => {
        expect(read(parts.join(''), '\x18', begins('id')).commands.at(-1)).toEqual({ line: 'id' });
      }),
    );
  });
});
