import { answerTask, linkSchema, textSchema } from '#scenario';
import { z } from 'zod';
import { handedFile } from './manual/handed-file.js';
import { longestReportText } from './report-text.js';

const id = z.string();
const node = z.object({ node: z.string() });
const network = z.object({ network: z.string() });
const reason = z.string().max(longestReportText);

/**
 * Who may see an event of a type: `everyone` in the exercise, the event's own `team` and the staff, or `staff` alone.
 */
export type Audience = 'everyone' | 'team' | 'staff';

interface EventType<P extends z.ZodType = z.ZodType> {
  /** Version of the payload's shape; a change of shape counts it up and adds a step to `upcast`. */
  v: number;
  audience: Audience;
  payload: P;
  /** Turns a payload of an older version into today's. */
  upcast?: (payload: unknown, v: number) => unknown;
  /** What those who are not staff see of the payload; by default all of it. */
  redact?: (payload: z.infer<P>) => unknown;
}

const type = <P extends z.ZodType>(
  audience: Audience,
  payload: P,
  more: Pick<EventType<P>, 'upcast' | 'redact'> = {},
): EventType<P> => ({ v: 1, audience, payload, ...more });

const nothing = z.object({});
const scenarioVersion = z.object({ id, version: z.string(), digest: z.string() });
const task = z.object({ task: z.string() });
const checkResult = task.extend({
  request: z.string(),
  results: z.array(
    z.object({
      title: textSchema,
      outcome: z.enum(['passed', 'failed', 'unknown']),
      detail: z.string(),
      /** What it stands for of the task's points, where probes earn points on their own; 0 when it did not pass. */
      points: z.int().min(0).optional(),
    }),
  ),
  /** How many ticks it has held so far, of how many it must. */
  held: z.object({ ticks: z.int(), of: z.int() }).optional(),
});
const observedAction = task.extend({
  /** Index among the task's actions, or with `never` among what must not be seen. */
  action: z.int().min(0),
  /** It must not be seen, and starts the task anew. */
  never: z.literal(true).optional(),
  node: z.string(),
  kind: z.enum(['command', 'connection', 'file']),
  source: z.enum(['shell', 'capture', 'files']),
  /** Whether the trainee could make it up. */
  strength: z.enum(['strong', 'forgeable']),
  /** What was seen, in a line, without secrets. */
  detail: reason,
  /** Exercise milliseconds at which it happened; the event comes a little later. */
  seenAt: z.int(),
  /** When the first action was seen of the order in which this one follows; absent: this is the first. */
  begunAt: z.int().optional(),
});
const service = z.object({ service: z.string(), reason: reason.optional() });
const scoredTick = z.object({
  /** Counts the team's ticks; some may be missing, none comes twice. */
  tick: z.int().positive(),
  /** What each service that was asked counts as in this tick. */
  services: z.record(z.string(), z.enum(['up', 'degraded', 'down', 'unknown'])),
  /** By service that failed and is borne with: how many times in a row by now. */
  tolerated: z.record(z.string(), z.int()).optional(),
  /** By service of which nothing is known: why. */
  unclear: z.record(z.string(), reason).optional(),
});

const revisedPoints = z.int().min(0).max(10_000);
/** What is mended of a task's rules; what is left out stays as it was. */
export const taskRevision = z.strictObject({
  points: revisedPoints.optional(),
  answer: answerTask.optional(),
  /** No one earns anything for it, nor pays for its hints. */
  void: z.boolean().optional(),
  /** Exercise milliseconds in which no one can honestly solve it. */
  minimumSolveMs: z.int().min(0).optional(),
  /** By hint, what it costs. */
  hints: z.record(z.string(), revisedPoints).optional(),
});
const revision = z.object({
  /** Counts the exercise's revisions from 1. */
  revision: z.int().positive(),
  reason: z.string(),
  tasks: z.record(z.string(), taskRevision),
});

/** Every type of event, with its version, its payload and who may see it: the single catalogue. */
export const eventTypes = {
  'exercise.created': type(
    'everyone',
    z.object({
      mode: z.enum(['solo', 'class']),
      scenario: scenarioVersion,
      seed: z.string(),
      owner: id,
    }),
    { redact: ({ seed: _seed, ...shown }) => shown },
  ),
  'exercise.started': type('everyone', nothing),
  /** May come again: the newest counts, and what it leaves out is unset. */
  'exercise.scheduled': type(
    'everyone',
    z.object({
      /** Wall milliseconds since 1970 at which it starts by itself. */
      opensAt: z.int().optional(),
      /** Wall milliseconds since 1970 at which it finishes by itself; pauses put it off. */
      closesAt: z.int().optional(),
      /** Exercise milliseconds until which work counts in full. */
      deadline: z.int().min(0).optional(),
      /** What is taken off thereafter, until `until` in exercise milliseconds; then nothing is taken any more. */
      late: z.object({ percent: z.int().min(0).max(100), until: z.int().min(0).optional() }).optional(),
      /** Exercise milliseconds from which learners see the board as it was. */
      freezeAt: z.int().min(0).optional(),
      brackets: z.array(z.string()).optional(),
    }),
  ),
  'exercise.paused': type('everyone', nothing),
  'exercise.resumed': type('everyone', nothing),
  'exercise.finished': type('everyone', nothing),
  'exercise.archived': type('everyone', nothing),
  'roster.changed': type('staff', z.object({ accounts: z.array(id) })),
  'extension.granted': type('team', z.object({ ms: z.int(), reason: z.string().optional() })),
  'clock.changed': type('everyone', z.object({ speed: z.number().positive() })),
  'scenario.replaced': type('everyone', z.object({ scenario: scenarioVersion })),
  'team.joined': type('team', z.object({ name: z.string().optional(), bracket: z.string().optional() })),
  /** Its newest bracket counts; without one it is in none. */
  'team.bracketed': type('team', z.object({ bracket: z.string().optional() })),
  'member.joined': type('team', z.object({ account: id })),
  'range.requested': type(
    'team',
    z.object({
      generation: z.int(),
      /** Wall milliseconds from the request until it is taken down; absent: no end. */
      lifetime: z.int().positive().optional(),
    }),
  ),
  'range.placed': type(
    'team',
    z.object({
      host: z.string(),
      /** It was claimed from a pool, where it stood ready. */
      warm: z.literal(true).optional(),
    }),
    { redact: () => ({}) },
  ),
  'range.preparing': type('team', nothing),
  'range.starting': type('team', z.object({ images: z.record(z.string(), z.string()) }), {
    redact: () => ({}),
  }),
  'range.ready': type('team', nothing),
  'range.degraded': type('team', z.object({ reason, nodes: z.array(z.string()).optional() })),
  'range.suspended': type('team', nothing),
  'range.resumed': type('team', nothing),
  'range.extended': type('team', z.object({ until: z.int() })),
  'range.resetting': type('team', z.object({ generation: z.int() })),
  'range.stopping': type('team', z.object({ reason: z.literal('expired').optional() })),
  'range.gone': type('team', nothing),
  'range.failed': type('team', z.object({ reason, node: z.string().optional() })),
  'node.ready': type('team', node),
  'node.failed': type('team', node.extend({ reason })),
  'node.reset': type('team', node.extend({ reset: z.int() })),
  'link.changed': type('staff', network.extend({ link: linkSchema })),
  'capture.started': type('staff', network),
  'capture.stopped': type('staff', network.extend({ reason: reason.optional() })),
  'answer.submitted': type('team', task.extend({ answer: z.string(), correct: z.boolean() })),
  'task.solved': type('team', task),
  'action.observed': type('team', observedAction),
  'hint.revealed': type('team', task.extend({ hint: z.string(), cost: z.int() })),
  'solution.revealed': type('team', task.extend({ cost: z.int() })),
  'check.passed': type('team', checkResult),
  'check.failed': type('team', checkResult),
  'check.unknown': type('team', checkResult),
  'service.up': type('team', service),
  'service.degraded': type('team', service),
  'service.down': type('team', service),
  'tick.scored': type('team', scoredTick, { redact: ({ tick, services }) => ({ tick, services }) }),
  'rules.revised': type('everyone', revision, {
    redact: ({ revision: count, reason: why }) => ({ revision: count, reason: why }),
  }),
  'file.handed-in': type('team', task.extend({ text: z.string().optional(), files: z.array(handedFile) })),
  'grade.given': type(
    'team',
    task.extend({
      /** Seq of the hand-in that is graded. */
      submission: z.int().positive(),
      /** By criterion of the rubric, what it earns. */
      scores: z.record(z.string(), z.int().min(0)),
      comment: z.string().optional(),
    }),
  ),
  'score.adjusted': type(
    'team',
    z.object({ points: z.int(), reason: z.string(), task: z.string().optional() }),
  ),
  'terminal.opened': type('team', node.extend({ session: id })),
  'terminal.closed': type('team', node.extend({ session: id })),
} satisfies Record<string, EventType>;

export type EventName = keyof typeof eventTypes;
export const eventNames = Object.keys(eventTypes) as EventName[];
export type Payload<N extends EventName> = z.infer<(typeof eventTypes)[N]['payload']>;

interface Envelope {
  exercise: string;
  /** 1, 2, 3 … without a hole, per exercise. */
  seq: number;
  /** Wall time, milliseconds since 1970. */
  at: number;
  /** Exercise time, milliseconds. */
  clock: number;
  v: number;
  /** A pseudonymous account id, `system`, or `worker:<host>`, which is but `worker` to those who are not staff. */
  actor: string;
  team?: string;
  range?: string;
}

/** A fact in an exercise's log. */
export type ExerciseEvent = { [N in EventName]: Envelope & { type: N; payload: Payload<N> } }[EventName];

/** A fact decided but not yet stamped with its place and time in the log. */
export type NewEvent = {
  [N in EventName]: { type: N; payload: Payload<N>; team?: string; range?: string };
}[EventName];

/**
 * Reads an event as it was stored, in today's shape.
 * @throws Error when the type is unknown to this version or the payload does not fit it: a log is never read past a doubt
 */
export function readEvent(stored: Envelope & { type: string; payload: unknown }): ExerciseEvent {
  const kind: EventType | undefined = Object.hasOwn(eventTypes, stored.type)
    ? eventTypes[stored.type as EventName]
    : undefined;
  const where = `event ${stored.seq} of exercise ${stored.exercise}`;
  if (!kind)
    throw new Error(`${where} has type ${stored.type}, which this version does not know: upgrade VOCR`);
  const payload = stored.v < kind.v && kind.upcast ? kind.upcast(stored.payload, stored.v) : stored.payload;
  const parsed = kind.payload.safeParse(payload);
  if (!parsed.success)
    throw new Error(`${where} (${stored.type}) is damaged: ${z.prettifyError(parsed.error)}`);
  return { ...stored, v: kind.v, payload: parsed.data } as ExerciseEvent;
}
