import type { ProbeResult } from '#exercise';
import type { JobData } from '#messaging';
import type { ExerciseLog } from '#persistence';
import { rangeOf } from '#exercise';
import { findNode } from '#range';
import { ask } from '#probes';
import { addressPlan, resolveAll, type Check } from '#scenario';
import type { Host } from './host.js';

/** Puts a task's probes to the team's range, and reports what they were answered. */
export class Checker {
  constructor(
    private readonly host: Host,
    private readonly log: ExerciseLog,
    private readonly settings: { actor: string; installation: string },
  ) {}

  async run({ exercise, team, task, request }: JobData<'check'>): Promise<void> {
    const state = await this.log.state(exercise);
    const range = rangeOf(state, team);
    const { scenario, values } = await this.log.setting(exercise);
    const checks = scenario.tasks.find(({ id }) => id === task)?.check ?? [];
    const addresses = addressPlan(scenario);
    const results: ProbeResult[] = [];
    for (const check of checks) {
      const address = addresses[check.node]?.[0]?.address ?? '127.0.0.1';
      results.push(await this.ask(resolveAll(check, values(team)), range?.id ?? '', address));
    }
    const { actor } = this.settings;
    await this.log.execute(exercise, { type: 'report-check', actor, team, task, request, results });
  }

  private async ask(check: Check, range: string, address: string): Promise<ProbeResult> {
    const { node, title, ...probe } = check;
    const unnamed = `${Object.keys(probe).join()} ${node}`;
    const known = { title: title ?? { vi: unnamed, en: unnamed } };
    try {
      const { engine } = this.host;
      const found = await findNode(engine, { installation: this.settings.installation, range, node });
      if (!found?.running) return { ...known, outcome: 'unknown', detail: `${node} does not run` };
      return {
        ...known,
        ...(await ask(probe, { engine, helper: await this.host.helper(), address, ...found })),
      };
    } catch (error) {
      return { ...known, outcome: 'unknown', detail: (error as Error).message };
    }
  }
}
