import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDockerfile } from './dockerfile.js';

const said = (text: string) => readDockerfile(text).faults.map(({ line, message }) => `${line} ${message}`);

describe('the images that a Dockerfile is built on', () => {
  it.each([
    ['FROM debian:bookworm-slim\nRUN true', ['debian:bookworm-slim']],
    ['from vocr/base as Tools\nFROM scratch\nCOPY --from=tools /a /b', ['vocr/base']],
    ['FROM vocr/base AS one\nFROM ONE\nCOPY --from=0 /a /b', ['vocr/base']],
    ['FROM a\nCOPY --chown=1:1 --from=vocr/attacker /a /b', ['a', 'vocr/attacker']],
    ['FROM a\nRUN echo --from=b', ['a']],
    ['FROM a\nCOPY x --from=b /c', ['a']],
    ['FROM --platform=linux/amd64 a:1@sha256:ff', ['a:1@sha256:ff']],
    ['FROM \\\n  # why\n\n  a \\\n  AS b\nFROM b', ['a']],
    ['# escape=`\nFROM `\n  a\nRUN dir c:\\\nRUN x', ['a']],
    ['# syntax=docker/dockerfile:1\n# escape=`\nFROM `\na', ['a']],
    ['\n# escape=`\nFROM \\\na', ['a']],
    ['FROM a\nRUN x \\\n# FROM c\n  FROM d\nFROM e', ['a', 'e']],
    ['\uFEFFFROM a\r\nFROM a\r\n', ['a']],
    ['FROM one\nFROM two AS one\nFROM one', ['one', 'two']],
  ])('of %j are %j', (text, bases) => {
    expect(readDockerfile(text).bases).toEqual(bases);
    expect(said(text)).toEqual([]);
  });

  it('can have other names, and nothing else moves', () => {
    const text = [
      '# one',
      'FROM \\',
      '  vocr/base \\',
      '  AS tools # no comment',
      'RUN x \\',
      '  vocr/base',
      'FROM debian',
      'COPY --from=vocr/base \\',
      '  /a vocr/base /b',
      'COPY --from=tools /c /d',
    ];
    const others = new Map([['vocr/base', 'vocr/base:$&f00']]);
    expect(readDockerfile(text.join('\n')).withBases(others).split('\n')).toEqual([
      '# one',
      'FROM vocr/base:$&f00   AS tools # no comment',
      '',
      '',
      'RUN x \\',
      '  vocr/base',
      'FROM debian',
      'COPY --from=vocr/base:$&f00   /a vocr/base /b',
      '',
      'COPY --from=tools /c /d',
    ]);
  });
});

describe('a fault of a Dockerfile', () => {
  it.each([
    ['', '1 has no FROM'],
    ['ARG X=a\nFROM $X', '2 FROM names its image by a variable, $X'],
    ['FROM a\nCOPY --from=${X} /a /b', '2 COPY names its image by a variable, ${X}'],
    ['FROM vocr/base:latest', '1 FROM cannot name vocr/base:latest'],
    ['FROM vocr/../../etc', '1 FROM cannot name vocr/../../etc'],
    ['FROM vocr/base@sha256:00', '1 FROM cannot name vocr/base@sha256:00'],
    ['FROM a\nRUN --mount=type=cache,target=/x true', '2 RUN --mount needs BuildKit'],
    ['FROM a\nCOPY --chmod=755 a b', '2 COPY --chmod needs BuildKit'],
    ['FROM a\nRUN cat <<EOF > /x\nhello\nEOF', '2 RUN with a here-document (<<) needs BuildKit'],
    ["FROM a\nCOPY <<-'END' /x\nhello\nEND", '2 COPY with a here-document (<<) needs BuildKit'],
    ['FROM a\n# why\nVOLUME /data', "3 VOLUME's size cannot be bounded"],
  ])('%j', (text, fault) => expect(said(text)[0]).toBe(fault));

  it.each(['RUN cat <<< word', 'RUN echo $((1<<2)) a<<b', 'RUN ["cat", "<<EOF"]', 'CMD cat <<EOF'])(
    'is none: %s',
    (line) => expect(said(`FROM a\n${line}`)).toEqual([]),
  );
});

describe('any Dockerfile', () => {
  const piece = fc.constantFrom(
    'FROM ', 'from a', 'FROM vocr/base AS x', 'COPY --from=', 'vocr/base', ' \\', '\\', '`', '# escape=`', '#', '<<EOF',
    'RUN --x ', '$A', 'AS', ' ', '\t', '\r', '\n', '\n', '\n', '"', '--from=x ', 'ONBUILD ',
  ); // prettier-ignore
  const text = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 40 })
    .map((all) => all.join(''));

  it('is read, keeps its lines, and is built on what it was given in place of what it named', () =>
    fc.assert(
      fc.property(text, (dockerfile) => {
        const read = readDockerfile(dockerfile);
        const others = new Map(read.bases.map((base, index) => [base, `other:${index}`]));
        const changed = read.withBases(others);
        expect(changed.split('\n').length).toBe(dockerfile.replaceAll('\r\n', '\n').split('\n').length);
        if (read.faults.length === 0) expect(readDockerfile(changed).bases).toEqual([...others.values()]);
      }),
      { numRuns: 3_000 },
    ));
});
