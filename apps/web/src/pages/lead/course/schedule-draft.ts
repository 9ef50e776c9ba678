import type { Exercise, NewSchedule } from '../../../api/queries.js';

type Schedule = NonNullable<Exercise['schedule']>;

/** The schedule as typed. Dates are in the browser's own time zone; empty: not set. */
export interface ScheduleDraft {
  /** `2026-12-01T08:00`. */
  opensAt: string;
  closesAt: string;
  /** A length of exercise time from the start, such as `90m`, or a date such as `2026-12-01 17:00`. */
  deadline: string;
  latePercent: string;
  lateUntil: string;
  freezeAt: string;
  /** Names, one a line. */
  brackets: string;
}

const length = /^\d{1,6}[smhd]$/;
const date = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})$/;
const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** The form as it is before anything is typed. */
export function draftOf({ opensAt, closesAt, deadline, late, freezeAt, brackets }: Schedule): ScheduleDraft {
  return {
    opensAt: localTime(opensAt),
    closesAt: localTime(closesAt),
    deadline: lengthOf(deadline),
    latePercent: late ? String(late.percent) : '',
    lateUntil: lengthOf(late?.until),
    freezeAt: lengthOf(freezeAt),
    brackets: (brackets ?? []).join('\n'),
  };
}

/** Whether a text is a length of time or a date, or empty. */
export const isMoment = (text: string): boolean => {
  const typed = text.trim();
  return typed === '' || length.test(typed) || (date.test(typed) && !Number.isNaN(Date.parse(iso(typed))));
};

/** Whether a text is a percentage, or empty. */
export const isPercent = (text: string): boolean => /^\d{0,3}$/.test(text) && Number(text) <= 100;

/** What the form asks for. @param begun whether the exercise has started: then it opens no more */
export function scheduleOf(draft: ScheduleDraft, begun: boolean): NewSchedule {
  const brackets = draft.brackets
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const [opensAt, closesAt] = [momentOf(draft.opensAt), momentOf(draft.closesAt)];
  const [deadline, until, freezeAt] = [
    momentOf(draft.deadline),
    momentOf(draft.lateUntil),
    momentOf(draft.freezeAt),
  ];
  return {
    ...(opensAt === undefined || begun ? {} : { opensAt }),
    ...(closesAt === undefined ? {} : { closesAt }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(draft.latePercent === ''
      ? {}
      : { late: { percent: Number(draft.latePercent), ...(until === undefined ? {} : { until }) } }),
    ...(freezeAt === undefined ? {} : { freezeAt }),
    ...(brackets.length === 0 ? {} : { brackets }),
  };
}

function momentOf(text: string): string | undefined {
  const typed = text.trim();
  if (typed === '') return undefined;
  return length.test(typed) ? typed : new Date(iso(typed)).toISOString();
}

const iso = (typed: string) => typed.replace(date, '$1T$2');

/** An ISO time as a field of the browser takes it: in local time, to the minute. */
function localTime(time: string | undefined): string {
  if (time === undefined) return '';
  const at = new Date(time);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Milliseconds in the largest unit in which they are whole. */
function lengthOf(ms: number | undefined): string {
  if (ms === undefined) return '';
  const seconds = Math.round(ms / 1_000) * 1_000;
  const [unit, size] = units.find(([, each]) => seconds % each === 0)!;
  return `${seconds / size}${seconds === 0 ? 's' : unit}`;
}
