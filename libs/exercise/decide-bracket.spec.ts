import { describe, expect, it } from 'vitest';
import type { Command } from './commands.js';
import type { NewEvent } from './events.js';
import { after, been, given } from './testing/given.js';

const put = (bracket?: string, team = 't1'): Command => ({ type: 'put-in-bracket', team, bracket });
const bracketed = (bracket?: string): NewEvent => ({
  type: 'team.bracketed',
  team: 't1',
  payload: bracket === undefined ? {} : { bracket },
});
const named: NewEvent = { type: 'exercise.scheduled', payload: { brackets: ['Novices', 'Experts'] } };
const running = [been.created('class'), ...been.team('t1', 'ann'), been.started];

describe('putting a team into a bracket', () => {
  it('takes any name where the schedule gives none, and nothing twice', () => {
    given(...running)
      .when(put(' Novices '))
      .then(bracketed('Novices'));
    given(...running, bracketed('Novices'))
      .when(put('Novices'))
      .thenNothing();
    expect(after(...running, bracketed('Novices')).teams['t1']!.bracket).toBe('Novices');
  });

  it('takes only those that the schedule names', () => {
    given(...running, named)
      .when(put('Experts'))
      .then(bracketed('Experts'));
    given(...running, named)
      .when(put('Guests'))
      .thenRefused('bracket-unknown');
  });

  it('takes a team out again', () => {
    given(...running, bracketed('Novices'))
      .when(put())
      .then(bracketed());
    expect(after(...running, bracketed('Novices'), bracketed()).teams['t1']!.bracket).toBeUndefined();
    given(...running)
      .when(put())
      .thenNothing();
  });

  it('knows the one that a team joined with', () => {
    const joined: NewEvent = { type: 'team.joined', team: 't1', payload: { bracket: 'Experts' } };
    given(been.created('class'), joined).when(put('Experts')).thenNothing();
  });

  it('goes on when the exercise is over, but not in the archive, and not for a team that is none', () => {
    given(...running, been.finished)
      .when(put('Novices'))
      .then(bracketed('Novices'));
    given(...running, been.finished, { type: 'exercise.archived', payload: {} })
      .when(put('Novices'))
      .thenRefused('exercise-over');
    given(...running)
      .when(put('Novices', 't9'))
      .thenRefused('team-unknown');
  });
});
