import { describe, expect, it } from 'vitest';
import { isComing, isUp, launchSteps } from './launch-steps.js';

const nodes = (web: string, db: string) => [
  { id: 'web', state: web, addresses: [] },
  { id: 'db', state: db, addresses: [] },
];
const marks = { done: '+', now: '>', todo: '.' };
const drawn = (state: string, web = 'gone', db = 'gone') =>
  launchSteps({ state, nodes: nodes(web, db) })
    .map(({ is }) => marks[is])
    .join('');

describe('launchSteps', () => {
  // requested queued preparing starting | web db | ready
  it.each([
    ['requested', 'gone', 'gone', '>......'],
    ['queued', 'gone', 'gone', '+>.....'],
    ['preparing', 'gone', 'gone', '++>....'],
    ['resetting', 'gone', 'gone', '++>....'],
    ['starting', 'starting', 'starting', '+++>>>.'],
    ['starting', 'ready', 'starting', '+++>+>.'],
    ['starting', 'ready', 'ready', '+++>++.'],
    ['ready', 'ready', 'ready', '+++++++'],
    ['failed', 'gone', 'gone', '.......'],
  ])('%s, web %s, db %s: %s', (state, web, db, steps) => {
    expect(drawn(state, web, db)).toBe(steps);
  });

  it('names the machines', () => {
    const named = launchSteps({ state: 'starting', nodes: nodes('ready', 'starting') });
    expect(named.flatMap(({ node }) => node ?? [])).toEqual(['web', 'db']);
  });
});

describe('a range', () => {
  it.each(['requested', 'queued', 'preparing', 'starting', 'resetting'])('is coming when %s', (state) => {
    expect([isComing(state), isUp(state)]).toEqual([true, false]);
  });

  it.each(['ready', 'degraded'])('is up when %s', (state) => {
    expect([isComing(state), isUp(state)]).toEqual([false, true]);
  });

  it.each(['failed', 'gone', 'stopping'])('is neither when %s', (state) => {
    expect([isComing(state), isUp(state)]).toEqual([false, false]);
  });
});
