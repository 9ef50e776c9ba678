import { describe, expect, it } from 'vitest';
import { describeImages, ImagesTracker, type ImagesProgress } from './progress.js';

describe("the progress of a scenario's images", () => {
  it('counts what was missing, and says what is at work', () => {
    const told: string[] = [];
    const all: ImagesProgress[] = [];
    const tracker = new ImagesTracker((progress) => {
      told.push(describeImages(progress));
      all.push(progress);
    });
    tracker.tell('w', { image: 'web', doing: 'waiting', seconds: 0, line: '' });
    tracker.tell('d', { image: 'db', doing: 'building', seconds: 0, line: '' });
    tracker.tell('w', { image: 'web', doing: 'building', step: 5, of: 12, seconds: 34, line: 'x' });
    tracker.end('d');
    tracker.end('d');
    tracker.end('never missing');
    tracker.tell('p', { image: 'debian:12', doing: 'pulling', seconds: 2, line: 'Downloading' });
    tracker.end('w');
    tracker.end('p');
    expect(told).toEqual([
      '0 of 1 built; web waits for its turn',
      '0 of 2 built; building db: 0 s',
      '0 of 2 built; building web: step 5 of 12, 34 s; building db: 0 s',
      '1 of 2 built; building web: step 5 of 12, 34 s',
      '1 of 3 built; building web: step 5 of 12, 34 s; pulling debian:12: 2 s',
      '2 of 3 built; pulling debian:12: 2 s',
      '3 of 3 built',
    ]);
    expect(all.at(-1)).toEqual({ done: 3, total: 3, open: [] });
  });
});
