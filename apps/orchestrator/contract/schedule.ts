import { clockAt, type ExerciseState, type Schedule } from '#exercise';
import { durationMs } from '#scenario';
import { z } from 'zod';

/** The shapes of schedules and rosters, as the API takes and gives them. */

const wall = z.iso.datetime({ offset: true });
const moment = z
  .union([
    wall,
    z.string().regex(/^\d{1,6}[smhd]$/, 'must be a date and time, or a length of time such as 90m'),
  ])
  .describe('a date and time, or the length of exercise time from the start, such as 90m, 2h or 7d');
const percent = z.int().min(0).max(100);

export const newSchedule = z.strictObject({
  opensAt: wall.optional().describe('when it starts by itself'),
  closesAt: wall.optional().describe('when it finishes by itself; pauses put it off'),
  deadline: moment.optional().describe('until when work counts in full'),
  late: z
    .strictObject({
      percent: percent.describe('taken off what is late'),
      until: moment.optional().describe('from when on nothing is taken any more'),
    })
    .optional()
    .describe('absent: nothing is taken after the deadline'),
  freezeAt: moment.optional().describe('from when on learners see the board as it was then'),
  brackets: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
});

export const confirmedSchedule = newSchedule.extend({
  seq: z
    .int()
    .min(1)
    .optional()
    .describe('as of which it was previewed: 409 when points can have moved since'),
});

const clock = z.int().describe('exercise time, ms');
export const schedule = z.object({
  opensAt: z.iso.datetime().optional(),
  closesAt: z.iso.datetime().optional(),
  deadline: clock.optional(),
  late: z.object({ percent, until: clock.optional() }).optional(),
  freezeAt: clock.optional(),
  brackets: z.array(z.string()).optional(),
});

/** A schedule for people. */
export const scheduleView = ({ opensAt, closesAt, ...rest }: Schedule): z.infer<typeof schedule> => ({
  ...(opensAt === undefined ? {} : { opensAt: new Date(opensAt).toISOString() }),
  ...(closesAt === undefined ? {} : { closesAt: new Date(closesAt).toISOString() }),
  ...rest,
});

/**
 * A schedule as a request gives it, in the log's terms: dates become exercise time, as the clock goes now.
 * @param now wall time, milliseconds since 1970
 * @throws RangeError for people, when a date stands for no exercise time
 */
export function readSchedule(
  wanted: z.infer<typeof newSchedule>,
  state: ExerciseState,
  now: number,
): Schedule {
  const { opensAt, closesAt, deadline, late, freezeAt, brackets } = wanted;
  const opens = opensAt === undefined ? state.schedule?.opensAt : Date.parse(opensAt);
  const clockOf = (text: string) => clockAtMoment(text, state, opens, now);
  return {
    ...(opensAt === undefined ? {} : { opensAt: Date.parse(opensAt) }),
    ...(closesAt === undefined ? {} : { closesAt: Date.parse(closesAt) }),
    ...(deadline === undefined ? {} : { deadline: clockOf(deadline) }),
    ...(late === undefined
      ? {}
      : {
          late: {
            percent: late.percent,
            ...(late.until === undefined ? {} : { until: clockOf(late.until) }),
          },
        }),
    ...(freezeAt === undefined ? {} : { freezeAt: clockOf(freezeAt) }),
    ...(brackets === undefined ? {} : { brackets }),
  };
}

function clockAtMoment(text: string, state: ExerciseState, opensAt: number | undefined, now: number): number {
  if (/^\d+[smhd]$/.test(text)) return durationMs(text);
  const begun = state.phase !== 'draft' && state.phase !== 'scheduled';
  if (!begun && opensAt === undefined) {
    throw new RangeError(`${text} is no exercise time yet: say when it opens, or give a length such as 90m.`);
  }
  const [from, base] = begun ? [now, clockAt(state.clock, now)] : [opensAt!, 0];
  const clock = Math.round(base + (Date.parse(text) - from) * state.clock.speed);
  if (clock < 0) throw new RangeError(`${text} is before the exercise starts.`);
  return clock;
}

export const rosterEntry = z.object({
  username: z.string(),
  displayName: z.string(),
  team: z.string().optional().describe('once they have joined'),
});

export const gradeRow = z.object({
  team: z.string().optional().describe('absent for who is on the roster and has not joined'),
  name: z.string(),
  username: z.string(),
  tasks: z
    .record(z.string(), z.int())
    .describe('points by task; those of no task, such as services, are in `other`'),
  other: z.int(),
  total: z.int(),
  lateDeductions: z
    .record(z.string(), z.int())
    .describe('by task, what was taken off for late work: its points are `tasks` as they count'),
  late: z.boolean().describe('something that counts was late'),
  extension: z.int().describe('exercise time by which their deadline is put off, ms'),
  lastActivity: z.iso.datetime().optional().describe('when they last did something that the log knows'),
});
