import { tickOf, type TickOf } from '#exercise';
import type { JobData } from '#messaging';
import type { ExerciseLog } from '#persistence';
import type { Asked, Probing } from './probing.js';

/** Wall time after which a check begins no further probe, ms. */
const checkLimitMs = 40_000;

/** A check that is to be run, by a team's wish or by a tick of the clock. */
export type CheckToRun = JobData<'check'> & { tick?: { number: number; of: TickOf } };

/** Puts a task's probes to the team's range, and reports what they were answered. */
export class Checker {
  constructor(
    private readonly probing: Probing,
    private readonly log: ExerciseLog,
    private readonly actor: string,
  ) {}

  async run({ exercise, team, task, request, tick }: CheckToRun): Promise<void> {
    const state = await this.log.state(exercise);
    const setting = await this.log.setting(exercise);
    const checks = setting.scenario.tasks.find(({ id }) => id === task)?.check ?? [];
    const of = tickOf(state, team);
    const asked = await this.probing.askAll(state, setting, team, checks, checkLimitMs);
    await this.log.execute(exercise, {
      type: 'report-check',
      actor: this.actor,
      team,
      task,
      request,
      results: asked.map(reported),
      ...(tick ? { tick } : of ? { of } : {}),
    });
  }
}

const reported = ({ title, outcome, detail }: Asked) => ({ title, outcome, detail });
