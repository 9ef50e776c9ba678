import { describe, expect, it } from 'vitest';
import type { Command, NewTeam } from './commands.js';
import { been, given, range, rangeUntil, running } from './testing/given.js';

const pack = { id: 'sample', version: '1.0.0', digest: 'd' };
const create = (mode: 'solo' | 'class', ...teams: NewTeam[]): Command => ({
  type: 'create',
  mode,
  scenario: pack,
  seed: 's',
  teams,
});
const start: Command = { type: 'start', prelaunch: false };
const finish: Command = { type: 'finish' };
const join: Command = { type: 'join', account: 'ann' };
const aClass = [been.created('class'), ...been.team('t1', 'bob')];

describe('create', () => {
  it('seats the teams in the order given, with ids where none were given', () => {
    given()
      .when(
        create('class', { id: 't1', name: 'Một', members: ['ann'] }, { members: ['bob', 'cho'] }),
        'owner',
      )
      .then(
        been.created('class'),
        { type: 'team.joined', team: 't1', payload: { name: 'Một' } },
        { type: 'member.joined', team: 't1', payload: { account: 'ann' } },
        { type: 'team.joined', team: 't2', payload: { name: undefined } },
        { type: 'member.joined', team: 't2', payload: { account: 'bob' } },
        { type: 'member.joined', team: 't2', payload: { account: 'cho' } },
      );
  });

  it('gives no team an id that a later one asks for', () => {
    const { decision } = given().when(create('class', { members: [] }, { id: 't2', members: [] }));
    const seated = decision.ok ? decision.events.filter(({ type }) => type === 'team.joined') : [];
    expect(seated.map(({ team }) => team)).toEqual(['t3', 't2']);
  });

  it('opens a class without anyone in it', () => {
    given().when(create('class'), 'owner').then(been.created('class'));
  });

  it.each([
    ['a solo exercise without a learner', create('solo'), 'teams-needed'],
    [
      'two teams of one id',
      create('class', { id: 'a', members: [] }, { id: 'a', members: [] }),
      'team-exists',
    ],
    ['someone in two teams', create('class', { members: ['ann'] }, { members: ['ann'] }), 'already-member'],
    ['someone twice in a team', create('class', { members: ['ann', 'ann'] }), 'already-member'],
    ['a capital in an id', create('class', { id: 'A', members: [] }), 'team-invalid'],
    ['an empty id', create('class', { id: '', members: [] }), 'team-invalid'],
    ['an id of 12', create('class', { id: 'abcdefghijkl', members: [] }), 'team-invalid'],
    [
      '1,001 teams',
      create('class', ...Array.from({ length: 1_001 }, () => ({ members: [] }))),
      'team-invalid',
    ],
  ] as const)('refuses %s', (_, command, refusal) => {
    given().when(command).thenRefused(refusal);
  });

  it('refuses to create twice', () => {
    given(been.created()).when(create('class')).thenRefused('exercise-exists');
  });
});

describe('start', () => {
  it('of a solo exercise asks for its range', () => {
    const { decision } = given(been.created(), ...been.team('t1', 'ann')).when(start);
    expect(decision).toEqual({
      ok: true,
      events: [
        been.started,
        {
          type: 'range.requested',
          team: 't1',
          range: expect.stringMatching(/^[0-9a-z]{8}$/),
          payload: { generation: 1 },
        },
      ],
    });
  });

  it('of a class opens it and asks for nothing', () => {
    given(...aClass)
      .when(start)
      .then(been.started);
  });

  it('of a class that is prelaunched asks for a range each, all different', () => {
    const { decision } = given(...aClass, ...been.team('t2')).when({ type: 'start', prelaunch: true });
    const ranges = decision.ok ? decision.events.slice(1) : [];
    expect(ranges.map(({ type, team }) => [type, team])).toEqual([
      ['range.requested', 't1'],
      ['range.requested', 't2'],
    ]);
    expect(new Set(ranges.map(({ range: id }) => id)).size).toBe(2);
  });

  it('is refused while running and when finished', () => {
    given(...running)
      .when(start)
      .thenRefused('exercise-already-started');
    given(...running, been.finished)
      .when(start)
      .thenRefused('exercise-over');
  });
});

describe('finish', () => {
  it('takes down what the log wants, and nothing else', () => {
    given(...running, ...rangeUntil.ready)
      .when(finish)
      .then(been.finished, { type: 'range.stopping', team: 't1', range, payload: {} });
    for (const past of [rangeUntil.stopping, rangeUntil.gone, rangeUntil.failed]) {
      given(...running, ...past)
        .when(finish)
        .then(been.finished);
    }
  });

  it('may come before the start, and only once', () => {
    given(been.created()).when(finish).then(been.finished);
    given(been.created(), been.finished).when(finish).thenRefused('exercise-over');
  });
});

describe('join', () => {
  it('seats a learner in a team of their own, before and after the start', () => {
    const seat = [
      { type: 'team.joined', team: 't2', payload: { name: undefined } },
      { type: 'member.joined', team: 't2', payload: { account: 'ann' } },
    ] as const;
    given(...aClass)
      .when(join)
      .then(...seat);
    given(...aClass, been.started)
      .when(join)
      .then(...seat);
  });

  it('finds a free id when those in between are taken', () => {
    const { decision } = given(been.created('class'), ...been.team('t2'), ...been.team('x')).when(join);
    expect(decision.ok && decision.events[0]!.team).toBe('t3');
  });

  it('is refused in a solo exercise, when over, and to who is in', () => {
    given(...running)
      .when({ type: 'join', account: 'bob' })
      .thenRefused('exercise-not-open');
    given(...aClass, been.finished)
      .when(join)
      .thenRefused('exercise-over');
    given(...aClass)
      .when({ type: 'join', account: 'bob' })
      .thenRefused('already-member');
  });

  it('is refused when a thousand teams are in', () => {
    const full = Array.from({ length: 1_000 }, (_, n) => been.team(`t${n + 1}`)).flat();
    given(been.created('class'), ...full)
      .when(join)
      .thenRefused('exercise-not-open');
  });
});
