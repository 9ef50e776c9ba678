import { labelKeys } from '#range';
import type { PrivateEngine } from '../support/private-engine.js';
import { until } from '../support/until.js';
import type { Arena } from './arena.js';
import type { Fault, FaultKind } from './schedule.js';

/** Does one thing to the arena. @returns what it struck, or undefined when there was nothing to strike */
type Strike = (arena: Arena, which: number) => Promise<string | undefined>;

const strikes: Record<FaultKind, Strike> = {
  'kill-worker': (arena) => killProgram(arena, 'worker'),
  'kill-orchestrator': (arena) => killProgram(arena, 'orchestrator'),
  'kill-postgres': async (arena) => kill(await until('PostgreSQL runs', () => arena.postgres())),
  'kill-redis': async ({ redis }) => kill(await until('Redis runs', () => redis.pid)),
  'kill-node': async (arena, which) => {
    const node = await pickNode(arena, which);
    const facts = node && (await arena.own.engine.containers.inspect(node.id));
    if (!facts?.pid) return undefined;
    await arena.own.kill(facts.pid);
    return facts.name;
  },
  'remove-node': async (arena, which) => {
    const node = await pickNode(arena, which);
    if (node) await arena.own.engine.containers.remove(node.id);
    return node?.name;
  },
  'kill-helper': async ({ own, label }) => {
    const [helper] = await own.engine.containers.list([label, labelKeys.role]);
    if (helper) await own.engine.containers.remove(helper.id);
    return helper?.name;
  },
  'kill-engine': async ({ own }) => {
    await own.kill9();
    return revive(own);
  },
  'restart-engine': ({ own }) => revive(own),
  'power-off-engine': async ({ own }) => {
    await own.powerOff();
    return revive(own);
  },
};

/**
 * Strikes.
 * @returns for people: what happened; undefined when there was nothing to strike, or the engine was away when it was asked
 */
export async function strike(arena: Arena, fault: Fault): Promise<string | undefined> {
  const isOfEngine = fault.kind.endsWith('-engine');
  try {
    return await strikes[fault.kind](arena, fault.which);
  } catch (error) {
    if (isOfEngine || !(error as Error).name.startsWith('Engine')) throw error;
    return undefined;
  }
}

/**
 * Starts an engine, ending it first when it runs. Engine 20.10 cannot read its own books when it ended while it wrote down
 * a network (a panic in reservePools): then it does what a person has to do, and ranges' networks are gone.
 */
async function revive(own: PrivateEngine): Promise<string> {
  try {
    const left = await own.restart();
    return left.length ? 'dockerd, which left mounts' : 'dockerd';
  } catch (error) {
    if (!(error as Error).message.includes('reservePools')) throw error;
    await own.forgetNetworks();
    await own.restart();
    return 'dockerd and its books of networks';
  }
}

async function pickNode({ own, label }: Arena, which: number) {
  const nodes = (await own.engine.containers.list([label, labelKeys.node])).filter(
    ({ state }) => state === 'running',
  );
  return nodes[Math.floor(which * nodes.length)];
}

async function killProgram({ product }: Arena, name: 'worker' | 'orchestrator'): Promise<string> {
  return kill(await product.program(name));
}

function kill(pid: number): string {
  process.kill(pid, 'SIGKILL');
  return `process ${pid}`;
}
