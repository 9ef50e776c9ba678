import type { ProbeResult } from '#exercise';
import type { JobData } from '#messaging';
import type { ExerciseLog } from '#persistence';
import { rangeOf } from '#exercise';
import { findNode, type NodeState } from '#range';
import { ask } from '#probes';
import {
  addressPlan,
  addressSeenFrom,
  hideSecrets,
  networksReached,
  probeKindOf,
  resolveAll,
  type Check,
  type PlannedAddress,
} from '#scenario';
import type { Host } from './host.js';

/** Wall time after which a check begins no further probe, ms: others wait for the same worker. */
const checkLimitMs = 40_000;

/** A team's range, as its probes need it. */
interface Place {
  range: string;
  addresses: Record<string, PlannedAddress[]>;
  /** Networks that a node gets to, by routers too. */
  reached(node: string): string[];
}

/** Puts a task's probes to the team's range, and reports what they were answered. */
export class Checker {
  constructor(
    private readonly host: Host,
    private readonly log: ExerciseLog,
    private readonly settings: { actor: string; installation: string },
  ) {}

  async run({ exercise, team, task, request }: JobData<'check'>): Promise<void> {
    const state = await this.log.state(exercise);
    const { scenario, values } = await this.log.setting(exercise);
    const own = values(team);
    const hide = hideSecrets(scenario, own);
    const checks = scenario.tasks.find(({ id }) => id === task)?.check ?? [];
    const place: Place = {
      range: rangeOf(state, team)?.id ?? '',
      addresses: addressPlan(scenario),
      reached: (node) => networksReached(scenario, node),
    };
    const until = Date.now() + checkLimitMs;
    const results: ProbeResult[] = [];
    for (const check of checks) {
      const result: ProbeResult =
        Date.now() < until
          ? await this.ask(resolveAll(check, own), place)
          : { title: titleOf(check), outcome: 'unknown', detail: 'not asked: those before it took too long' };
      results.push({ ...result, detail: hide(result.detail) });
    }
    const { actor } = this.settings;
    await this.log.execute(exercise, { type: 'report-check', actor, team, task, request, results });
  }

  private async ask(check: Check, { range, addresses, reached }: Place): Promise<ProbeResult> {
    const { node, title: _title, from, ...probe } = check;
    const known = { title: titleOf(check) };
    const unknown = (detail: string): ProbeResult => ({ ...known, outcome: 'unknown', detail });
    try {
      const asked = await this.find(range, node);
      const asker = from === undefined ? asked : await this.find(range, from);
      if (!asked || !asker) return unknown(`${asked ? from : node} does not run`);
      const address =
        from === undefined
          ? (addresses[node]?.[0]?.address ?? '127.0.0.1')
          : addressSeenFrom(addresses, from, node, reached(from));
      if (address === undefined) return unknown(`${from} does not reach ${node}`);
      const { engine } = this.host;
      const helper = await this.host.helper();
      return { ...known, ...(await ask(probe, { engine, helper, address, ...asked, pid: asker.pid })) };
    } catch (error) {
      return unknown((error as Error).message);
    }
  }

  /** A node's container, when it runs. */
  private async find(range: string, node: string): Promise<NodeState | undefined> {
    const { engine } = this.host;
    const found = await findNode(engine, { installation: this.settings.installation, range, node });
    return found?.running ? found : undefined;
  }
}

function titleOf(check: Check): ProbeResult['title'] {
  if (check.title) return check.title;
  const unnamed = `${probeKindOf(check)} ${check.node}`;
  return { vi: unnamed, en: unnamed };
}
