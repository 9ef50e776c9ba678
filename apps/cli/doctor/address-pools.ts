import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { routedNetworks, subnetsIn, type Engine } from '#range';
import { findProgram } from '../machine/packages.js';
import type { Verdict } from './finding.js';

const run = promisify(execFile);
/** Networks of a class of 30 with three each, and some more. */
const fewSubnets = 128;

/** Compares the pools with the routes of this machine and the networks of its engine. */
export async function poolLook(pools: string, engine: Engine): Promise<Verdict> {
  const subnets = (await engine.networks.list()).flatMap((network) => network.subnets);
  const ip = findProgram('ip');
  if (!ip) return poolVerdict(pools, subnets, ' (routes cannot be seen: there is no program ip)');
  const { stdout } = await run(ip, ['-4', '-o', 'route', 'show', 'table', 'all']);
  return poolVerdict(pools, [...subnets, ...routedNetworks(stdout)]);
}

/** @param taken subnets and routes, as CIDR */
export function poolVerdict(pools: string, taken: readonly string[], remark = ''): Verdict {
  const { total, routed } = subnetsIn(pools.split(','), taken);
  const free = Math.max(0, total - routed);
  const found = `${pools}: ${free} of ${total} subnets free${remark}`;
  if (free >= fewSubnets) return { verdict: 'ok', found };
  return {
    verdict: free === 0 ? 'fail' : 'warn',
    found: `${found}; the others are of networks of the engine or routed by this machine`,
    mend: 'set VOCR_ADDRESS_POOL to networks that nothing here routes, several separated by commas',
  };
}
