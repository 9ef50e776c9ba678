import { rangeOf, type ExerciseState, type ProbeResult, type ServiceAnswer, type Setting } from '#exercise';
import { findNode, type NodeState } from '#range';
import { ask } from '#probes';
import {
  addressPlan,
  addressSeenFrom,
  hideSecrets,
  networksReached,
  probeKindOf,
  resolveAll,
  type PlannedAddress,
  type Question,
} from '#scenario';
import type { Host } from './host.js';

/** What a question was answered, and how long that took. */
export type Asked = ProbeResult & ServiceAnswer;

/** A team's range, as its probes need it. */
interface Place {
  range: string;
  addresses: Record<string, PlannedAddress[]>;
  /** Networks that a node gets to, by routers too. */
  reached(node: string): string[];
}

/** Puts questions to the ranges of a host, with the teams' values in them; what comes back tells no secret of theirs. */
export class Probing {
  constructor(
    private readonly host: Host,
    private readonly installation: string,
  ) {}

  /**
   * Puts questions to a team's range, one after the other. Never rejects: what cannot be asked is unknown.
   * @param limitMs wall time after which no further one begins: others wait for the same worker
   */
  async askAll(
    state: ExerciseState,
    { scenario, values }: Setting,
    team: string,
    questions: readonly Question[],
    limitMs: number,
  ): Promise<Asked[]> {
    const own = values(team);
    const hide = hideSecrets(scenario, own);
    const place: Place = {
      range: rangeOf(state, team)?.id ?? '',
      addresses: addressPlan(scenario),
      reached: (node) => networksReached(scenario, node),
    };
    const begun = performance.now();
    const results: Asked[] = [];
    for (const question of questions) {
      const at = performance.now();
      const result =
        at - begun < limitMs
          ? await this.ask(resolveAll(question, own), place)
          : unknown(question, 'not asked: those before it took too long');
      results.push({ ...result, detail: hide(result.detail), ms: performance.now() - at });
    }
    return results;
  }

  private async ask(question: Question, { range, addresses, reached }: Place): Promise<Omit<Asked, 'ms'>> {
    const { node, title: _title, from, ...probe } = question;
    try {
      const asked = await this.find(range, node);
      const asker = from === undefined ? asked : await this.find(range, from);
      if (!asked || !asker) return unknown(question, `${asked ? from : node} does not run`);
      const address =
        from === undefined
          ? (addresses[node]?.[0]?.address ?? '127.0.0.1')
          : addressSeenFrom(addresses, from, node, reached(from));
      if (address === undefined) return unknown(question, `${from} does not reach ${node}`);
      const { engine } = this.host;
      const helper = await this.host.helper();
      const answer = await ask(probe, { engine, helper, address, ...asked, pid: asker.pid });
      return { title: titleOf(question), ...answer };
    } catch (error) {
      return unknown(question, (error as Error).message);
    }
  }

  /** A node's container, when it runs. */
  private async find(range: string, node: string): Promise<NodeState | undefined> {
    const { engine } = this.host;
    const found = await findNode(engine, { installation: this.installation, range, node });
    return found?.running ? found : undefined;
  }
}

const unknown = (question: Question, detail: string) => ({
  title: titleOf(question),
  outcome: 'unknown' as const,
  detail,
});

function titleOf(question: Question): ProbeResult['title'] {
  if (question.title) return question.title;
  const unnamed = `${probeKindOf(question)} ${question.node}`;
  return { vi: unnamed, en: unnamed };
}
