import { describe, expect, it } from 'vitest';
import { sampleFolder, sampleWith, told } from '../testing/sample-folder.js';

describe('paths', () => {
  it.each([
    [
      'from: files/shop.ini',
      'from: files/shp.ini',
      "there is no file files/shp.ini in the scenario's folder",
    ],
    [
      'from: files/shop.ini',
      'from: ../shop.ini',
      "../shop.ini must be a path inside the scenario's folder, without . or ..",
    ],
    [
      'from: files/shop.ini',
      'from: /etc/passwd',
      "/etc/passwd must be a path inside the scenario's folder, without . or ..",
    ],
    ['from: files/shop.ini', 'from: solution.yaml', 'solution.yaml holds the answers: no node may have it'],
    ['build: images/web', 'build: images/wbe', "there is no images/wbe/Dockerfile in the scenario's folder"],
    ['build: images/web', 'build: .', ". must be a path inside the scenario's folder, without . or .."],
  ])('of %s made %s says what is wrong', (from, to, said) => {
    const errors = told(sampleWith(from, to)).filter((line) => line.includes(' error: '));
    expect(errors).toEqual([expect.stringContaining(`error: ${said}`)]);
  });

  it('names what no node uses', () => {
    const files = sampleFolder({
      'images/old/Dockerfile': 'FROM x',
      'images/old/run': 'x',
      'files/old': 'x',
    });
    expect(told(files)).toEqual([
      'files/old:1:1 warning: is used by no node',
      'images/old:1:1 warning: is used by no node',
    ]);
  });
});
