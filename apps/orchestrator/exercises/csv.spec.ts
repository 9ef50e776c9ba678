import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCsv, parseCsv } from './csv.js';
import { usernamesIn } from './roster-csv.js';

describe('a table as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1'])('holds no formula: %j', (text) => {
    expect(parseCsv(formatCsv([['x', text]]))[0]![1]).toMatch(/^'/);
  });

  it('leaves numbers as they are, also below nought', () => {
    expect(formatCsv([[-3, 'a', 0]])).toBe('\uFEFF-3,a,0\r\n');
  });

  it('quotes what would end a cell', () => {
    expect(formatCsv([['a,b', 'say "hi"', 'two\nlines', 'a;b']])).toBe(
      '\uFEFF"a,b","say ""hi""","two\nlines","a;b"\r\n',
    );
  });

  it('reads back what it wrote', () => {
    const plain = fc
      .string({ unit: 'binary', minLength: 1 })
      .filter((text) => /^[^\s=+\-@\0\uFEFF]/.test(text));
    const cells = fc.array(plain, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(cells, { minLength: 1, maxLength: 4 }), (rows) => {
        expect(parseCsv(formatCsv([['a', 'b'], ...rows]))).toEqual([['a', 'b'], ...rows]);
      }),
    );
  });
});

describe('user names in a CSV', () => {
  it.each([
    ['under their heading', 'name,username\nAnn,ann\nBob,bob\n', ['ann', 'bob']],
    ['under a heading of another spelling', 'Name;User Name\r\n"Ann; A.";ann', ['ann']],
    ['in the first column where none is headed so', 'ann,1\nbob,2', ['ann', 'bob']],
    ['parted by tabs, behind a byte order mark', '\uFEFFusername\tname\nann\tAnn', ['ann']],
    ['without empty lines and cells', '\n\nann\n \n"",x\nbob\n', ['ann', 'bob']],
    ['of nothing', '', []],
  ])('%s', (_, csv, expected) => {
    expect(usernamesIn(csv)).toEqual(expected);
  });
});
