import { describe, expect, it } from 'vitest';
import { sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

const withDockerfile = (text: string) => told(sampleFolder({ 'images/web/Dockerfile': text }));

describe('images', () => {
  it.each([
    ['FROM vocr/base\nCOPY --from=vocr/attacker /a /b\n', []],
    ['FROM debian:bookworm-slim AS one\nFROM scratch\nCOPY --from=one /a /b', []],
    ['# web\nFROM vocr/bse\n', ['2:6 error: there is no image vocr/bse (did you mean vocr/base?)']],
    [
      'FROM a\r\nVOLUME /x\r\nRUN --mount=type=cache x',
      ["2:1 error: VOLUME's size", '3:1 error: RUN --mount needs'],
    ],
    ['RUN true', ['1:1 error: has no FROM']],
    ['FROM a # \xff', []],
  ])('of the Dockerfile %j are %j', (text, said) => {
    const lines = withDockerfile(text);
    expect(lines).toEqual(
      said.map((line) => expect.stringContaining(`images/web/Dockerfile:${line.split(' (')[0]}`)),
    );
  });

  it("of nodes are VOCR's, or others'", () => {
    expect(told(sampleWith('image: vocr/attacker', 'image: example.net/attacker:1'))).toEqual([]);
    const [line] = told(sampleWith('image: vocr/attacker', 'image: vocr/atacker'));
    expect(line).toMatch(/^scenario\.yaml:\d+:\d+ error: there is no image vocr\/atacker/);
  });

  it('is told of a Dockerfile that is no text', () => {
    const files = new Map(sampleFolder({}));
    files.set('images/web/Dockerfile', Uint8Array.from([0x46, 0xff]));
    expect(told(files)[0]).toContain('images/web/Dockerfile:1:1 error: is not UTF-8 text');
  });
});
