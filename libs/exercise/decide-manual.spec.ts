import { scenarioSchema } from '#scenario';
import { describe, expect, it } from 'vitest';
import type { Command, Decision, Order } from './commands.js';
import { longestComment, longestHandInText, mostAdjustment, mostHandIns } from './decide-manual.js';
import { decide } from './decide.js';
import type { NewEvent } from './events.js';
import type { HandedFile } from './manual/handed-file.js';
import { bytesOf, handInsOf } from './manual/hand-ins.js';
import type { RefusalType } from './refusal.js';
import { taskOf } from './state.js';
import { after, been, running, scenario, setting } from './testing/given.js';

const text = (en: string) => ({ en });
const report = {
  id: 'report',
  title: text('Report'),
  description: text('Write'),
  points: 40,
  manual: {
    rubric: [
      { id: 'facts', title: text('Facts'), points: 25 },
      { id: 'style', title: text('Style'), points: 15 },
    ],
    files: { most: 2, size: '1M', types: ['pdf', 'md'] },
  },
};
const plain = { ...report, id: 'plain', attempts: 2, manual: { rubric: report.manual.rubric } };
const upload = { ...report, id: 'upload', requires: ['report'], manual: { ...report.manual, text: false } };
const played = {
  ...setting,
  scenario: scenarioSchema.parse({ ...scenario, tasks: [...scenario.tasks, report, plain, upload] }),
};

const quota = 2 * 2 ** 20;
const file = (name: string, more: Partial<HandedFile> = {}): HandedFile => ({
  name,
  size: 10,
  type: name.split('.').at(-1)!,
  sha256: name.length.toString(16).padStart(64, '0'),
  ...more,
});
const handIn = (more: { text?: string; files?: HandedFile[]; task?: string } = {}): Command => ({
  type: 'hand-in',
  team: 't1',
  task: 'report',
  files: [],
  quota,
  ...more,
});
const grade = (
  scores: Record<string, number>,
  more: { submission?: number; comment?: string } = {},
): Command => ({
  type: 'give-grade',
  team: 't1',
  task: 'report',
  submission: running.length + 1,
  scores,
  ...more,
});
const handed = (payload: { text?: string; files?: HandedFile[]; task?: string }): NewEvent => ({
  type: 'file.handed-in',
  team: 't1',
  payload: { task: 'report', files: [], ...payload },
});
const graded = (scores: Record<string, number>, comment?: string): NewEvent => ({
  type: 'grade.given',
  team: 't1',
  payload: { task: 'report', submission: running.length + 1, scores, ...(comment ? { comment } : {}) },
});

const decided = (log: NewEvent[], command: Command): Decision =>
  decide(after(...log), { ...command, actor: 'someone', at: 0 } as Order, played);
const expectRefused = (decision: Decision, type: RefusalType, detail?: RegExp) =>
  expect(decision).toEqual({
    ok: false,
    refusal: { type, detail: expect.stringMatching(detail ?? /\S{2}/) as string },
  });
const pdf = file('report.pdf');

describe('a hand-in', () => {
  it('of a text, of files, or of both is logged', () => {
    for (const work of [
      { text: 'Dòng một\r\n\tdòng hai' },
      { files: [pdf] },
      { text: 'See', files: [pdf] },
    ]) {
      expect(decided(running, handIn(work))).toEqual({ ok: true, events: [handed(work)] });
    }
  });

  it('that is the same as the last one is not logged again, but one that differs is', () => {
    const before = [...running, handed({ text: 'one' }), handed({ text: 'two', files: [pdf] })];
    expect(decided(before, handIn({ text: 'two', files: [pdf] }))).toEqual({ ok: true, events: [] });
    for (const other of [
      { text: 'one' },
      { text: 'two' },
      { text: 'two', files: [{ ...pdf, name: 'b.pdf' }] },
    ]) {
      expect(decided(before, handIn(other))).toMatchObject({ ok: true, events: [handed(other)] });
    }
  });

  it.each([
    ['nothing', {}, /Nothing/],
    ['only space', { text: ' \n' }, /Nothing/],
    ['a text too long', { text: 'x'.repeat(longestHandInText + 1) }, /20000/],
    ['a terminal sequence', { text: 'a\u001b[31m' }, /control/],
    ['too many files', { files: ['a.md', 'b.md', 'c.md'].map((name) => file(name)) }, /at most 2 files/],
    ['a file too large', { files: [file('a.md', { size: 2 ** 20 + 1 })] }, /a\.md is larger than the 1M/],
    ['a file of another type', { files: [file('a.exe')] }, /\.pdf, \.md/],
    ['a type that is not its own', { files: [file('a.md', { type: 'pdf' })] }, /a\.md/],
    ['two files of one name', { files: [file('a.md'), file('a.md')] }, /Two files/],
    ['a text where none is taken', { text: 'x', task: 'upload' }, /no text/],
    ['files where none are taken', { files: [pdf], task: 'plain' }, /no files/],
  ])('of %s is refused', (_, work, why) => {
    expectRefused(decided([...running, been.solved('t1', 'report')], handIn(work)), 'hand-in-invalid', why);
  });

  it.each([
    '../../etc/passwd.pdf',
    'a\\b.pdf',
    '<img src=x>.pdf',
    '.pdf',
    '.hidden.pdf',
    ' a.pdf',
    'a\u202efdp.pdf',
    'a\0.pdf',
    '',
  ])('of a file called %j is refused', (name) => {
    expectRefused(decided(running, handIn({ files: [file(name, { type: 'pdf' })] })), 'hand-in-invalid');
  });

  it('takes a name in Vietnamese, and an end in capitals', () => {
    const files = [file('Báo cáo (bản 2) & phụ lục.PDF', { type: 'pdf' })];
    expect(decided(running, handIn({ files }))).toMatchObject({ ok: true });
  });

  it('counts each content once towards what a team may take up, and says the figures', () => {
    const big = file('a.pdf', { size: 2 ** 20 });
    const full = [...running, handed({ files: [big, file('bb.pdf', { size: 2 ** 20 })] })];
    expect(bytesOf(after(...full).teams.t1!)).toBe(quota);
    expect(decided(full, handIn({ files: [{ ...big, name: 'again.pdf' }] }))).toMatchObject({ ok: true });
    expectRefused(
      decided(full, handIn({ files: [file('ccc.pdf')] })),
      'quota-used-up',
      /2\.0 MB of the 2\.0 MB/,
    );
  });

  it('is refused where it does not belong', () => {
    expectRefused(decided(running, handIn({ task: 'flag', text: 'x' })), 'task-not-manual');
    expectRefused(decided(running, handIn({ task: 'none', text: 'x' })), 'task-unknown');
    expectRefused(decided(running, handIn({ task: 'upload', files: [pdf] })), 'task-locked', /report/);
    expectRefused(decided([...running, been.finished], handIn({ text: 'x' })), 'exercise-over');
    const past: NewEvent = { type: 'exercise.scheduled', payload: { deadline: -1 } };
    expectRefused(decided([...running, past], handIn({ text: 'x' })), 'deadline-passed');
    const paused: NewEvent = { type: 'exercise.paused', payload: {} };
    expectRefused(decided([...running, paused], handIn({ text: 'x' })), 'exercise-paused');
  });

  it('is taken as often as the task says, and no more than there can be', () => {
    const times = (n: number, task: string) =>
      Array.from({ length: n }, (_, i) => handed({ task, text: `version ${i}` }));
    expect(decided([...running, ...times(1, 'plain')], handIn({ task: 'plain', text: 'x' }))).toMatchObject({
      ok: true,
    });
    expectRefused(
      decided([...running, ...times(2, 'plain')], handIn({ task: 'plain', text: 'x' })),
      'attempts-used-up',
    );
    expectRefused(
      decided([...running, ...times(mostHandIns, 'report')], handIn({ text: 'x' })),
      'attempts-used-up',
    );
  });
});

describe('a grade', () => {
  const handedIn = [...running, handed({ text: 'mine' })];

  it('is logged with its comment, and solves the task when it earns anything', () => {
    expect(decided(handedIn, grade({ facts: 20, style: 0 }, { comment: ' Tốt ' }))).toEqual({
      ok: true,
      events: [graded({ facts: 20, style: 0 }, 'Tốt'), been.solved('t1', 'report')],
    });
    expect(decided(handedIn, grade({ facts: 0, style: 0 }))).toEqual({
      ok: true,
      events: [graded({ facts: 0, style: 0 })],
    });
  });

  it('may be given anew, also when the exercise is over, and is kept beside the one before', () => {
    const before = [...handedIn, graded({ facts: 1, style: 1 }), been.solved('t1', 'report'), been.finished];
    const again = decided(before, grade({ facts: 2, style: 1 }));
    expect(again).toEqual({ ok: true, events: [graded({ facts: 2, style: 1 })] });
    const [work] = handInsOf(taskOf(after(...before, graded({ facts: 2, style: 1 })).teams.t1!, 'report'));
    expect(work).toMatchObject({ seq: running.length + 1, grades: [running.length + 2, before.length + 1] });
  });

  it.each([
    ['a criterion left out', { facts: 1 }, /scores\.style/],
    ['more than there is', { facts: 26, style: 0 }, /0 to 25/],
    ['less than nothing', { facts: -1, style: 0 }, /scores\.facts/],
    ['a part of a point', { facts: 0.5, style: 0 }, /whole/],
    ['no number', { facts: Number.NaN, style: 0 }, /whole/],
    ['a criterion that there is not', { facts: 1, style: 1, speed: 1 }, /scores\.speed/],
  ])('with %s is refused', (_, scores, why) => {
    expectRefused(decided(handedIn, grade(scores as Record<string, number>)), 'grade-invalid', why);
  });

  it('is refused for what was not handed in, and with a comment without end', () => {
    const full = { facts: 25, style: 15 };
    expectRefused(decided(handedIn, grade(full, { submission: 1 })), 'submission-unknown');
    expectRefused(
      decided(handedIn, grade(full, { comment: 'x'.repeat(longestComment + 1) })),
      'grade-invalid',
    );
  });
});

describe('an adjustment', () => {
  const adjust = (points: number, reason = 'a fault of ours', task?: string): Command => ({
    type: 'adjust-score',
    team: 't1',
    points,
    reason,
    ...(task ? { task } : {}),
  });

  it('is logged with its reason, also when the exercise is over', () => {
    expect(decided([...running, been.finished], adjust(-15, ' late ', 'flag'))).toEqual({
      ok: true,
      events: [
        { type: 'score.adjusted', team: 't1', payload: { points: -15, reason: 'late', task: 'flag' } },
      ],
    });
  });

  it('wants points, a reason, and an exercise that has begun', () => {
    for (const points of [0, 0.5, mostAdjustment + 1, -mostAdjustment - 1]) {
      expectRefused(decided(running, adjust(points)), 'adjustment-invalid', /points/);
    }
    for (const reason of ['', '  ', 'x'.repeat(501)]) {
      expectRefused(decided(running, adjust(5, reason)), 'adjustment-invalid', /reason/);
    }
    expectRefused(decided(running, adjust(5, 'why', 'none')), 'task-unknown');
    expectRefused(decided(running.slice(0, -1), adjust(5)), 'exercise-not-running');
  });
});
