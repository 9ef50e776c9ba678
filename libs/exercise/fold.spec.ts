import { describe, expect, it } from 'vitest';
import type { NewEvent } from './events.js';
import { evolve } from './evolve.js';
import { evolveAll, Fold } from './fold.js';
import { after, been, rangeUntil, running, stamp } from './testing/given.js';

const wrong = [1, 2, 3].map((n) => been.answered('t1', 'guess', `no ${n}`));
const twoTeams: NewEvent[] = [...running, ...been.team('t2', 'bob')];

describe('a fold', () => {
  it('comes to what evolve comes to, event by event', () => {
    const start = after(...twoTeams);
    const events = stamp(start, [...wrong, ...rangeUntil.ready, been.solved('t2', 'flag')]);
    expect(evolveAll(start, events)).toEqual(events.reduce(evolve, start));
  });

  it('copies the teams once, whatever the number of events', () => {
    const start = after(...twoTeams);
    const fold = new Fold(start);
    const records = stamp(start, wrong).map((event) => {
      fold.add(event);
      return fold.state.teams;
    });
    expect(new Set(records).size).toBe(1);
    expect(records[0]).not.toBe(start.teams);
  });

  it('leaves what it began with as it was, also when that came of a fold', () => {
    const start = evolveAll(after(...twoTeams), stamp(after(...twoTeams), wrong));
    const copy = structuredClone(start);
    const more = stamp(start, [been.solved('t1', 'guess'), ...been.team('t3', 'ann')]);
    expect(evolveAll(start, more).teams['t3']!.members).toEqual(['ann']);
    expect(evolve(start, more[0]!).teams['t1']!.tasks['guess']!.solved).toBe(true);
    expect(start).toEqual(copy);
  });

  it('changes nothing in place any more once an event was refused', () => {
    const start = after(...twoTeams);
    const fold = new Fold(start);
    const [first, second] = stamp(start, wrong);
    fold.add(first!);
    expect(() => fold.add(first!)).toThrow('does not follow');
    const { teams } = fold.state;
    const copy = structuredClone(teams);
    expect(evolve(fold.state, second!).teams).not.toBe(teams);
    expect(teams).toEqual(copy);
  });
});
