import { loadPolicy } from '#persistence';
import type { Engine, EngineInfo } from '#range';
import { baseImage, hasBaseImage } from '../engine/base-image.js';
import type { EngineFacts } from '../engine/ensure-engine.js';
import type { Installation } from '../installation/installation.js';
import { poolLook } from './address-pools.js';
import { diskLook, inodeLook } from './disk.js';
import type { Look, Verdict } from './finding.js';
import { kernelVerdict, limitLooks } from './kernel.js';
import { packetFilter } from './packet-filter.js';
import { engineVerdict, runcVerdict } from './versions.js';

/** What there is to look at once an engine answers; what only shows on its own machine, only if that is this one. */
export function engineLooks(engine: Engine, facts: EngineFacts, { config }: Installation): Look[] {
  const info = once(() => engine.info());
  const local: Look[] = [
    { id: 'engine-disk', name: 'disk of Docker', look: () => diskLook(facts.rootFolder) },
    { id: 'engine-inodes', name: 'inodes of Docker', look: () => inodeLook(facts.rootFolder) },
    { id: 'packet-filter', name: 'packet filter', look: packetFilter },
    { id: 'address-pool', name: 'address pool', look: () => poolLook(config.addressPool, engine) },
    ...limitLooks(),
  ];
  return [
    {
      id: 'engine',
      name: 'Docker Engine',
      look: async () => engineVerdict(facts.version, engine.address),
    },
    { id: 'runc', name: 'runc', look: async () => runcVerdict(facts.runc) },
    { id: 'kernel', name: 'kernel', look: async () => kernelVerdict((await engine.version()).kernel) },
    { id: 'control-groups', name: 'control groups', look: async () => boundsVerdict(await info()) },
    { id: 'seccomp', name: 'seccomp', look: async () => seccompVerdict(await info()) },
    {
      id: 'runtimes',
      name: 'runtimes',
      look: async () => {
        const { runtimes } = await loadPolicy(config.policy);
        return runtimeVerdict((await info()).runtimes, runtimes.require);
      },
    },
    { id: 'clock', name: 'clock of Docker', look: async () => clockVerdict((await info()).time, Date.now()) },
    { id: 'base-image', name: 'base image', look: () => base(engine) },
    ...(engine.isLocal ? local : []),
  ];
}

/** Judges what of a container the engine's kernel can bound. */
export function boundsVerdict({
  bounds,
  cgroupVersion,
}: Pick<EngineInfo, 'bounds' | 'cgroupVersion'>): Verdict {
  const missing = (['memory', 'cpus', 'processes'] as const).filter((what) => !bounds[what]);
  const found = `version ${cgroupVersion}`;
  const mend = 'switch the controllers on, on the kernel command line: cgroup_enable=memory swapaccount=1';
  if (missing.length > 0) {
    return { verdict: 'fail', found: `${found}: ${missing.join(', ')} of nodes cannot be bounded`, mend };
  }
  if (!bounds.swap) {
    return { verdict: 'warn', found: `${found}: swap cannot be bounded, so nodes may use all of it`, mend };
  }
  return { verdict: 'ok', found: `${found}: memory, swap, cpus and processes of nodes are bounded` };
}

/** Judges whether system calls can be filtered, and names what else confines containers. */
export function seccompVerdict({ securityOptions }: Pick<EngineInfo, 'securityOptions'>): Verdict {
  const names = securityOptions.map((option) => /name=([^,]+)/.exec(option)?.[1] ?? option);
  if (names.includes('seccomp')) return { verdict: 'ok', found: names.join(', ') };
  return {
    verdict: 'fail',
    found: 'the engine cannot filter system calls, so nodes could use up or break what all share',
    mend: 'run a kernel and an engine with seccomp',
  };
}

/** Judges whether the engine has the runtime that the installation's policy requires. */
export function runtimeVerdict(has: readonly string[], require?: string): Verdict {
  if (require === undefined || has.includes(require)) {
    return { verdict: 'ok', found: `${has.join(', ')}${require ? `; ${require} is required` : ''}` };
  }
  return {
    verdict: 'fail',
    found: `the policy requires ${require}, and the engine has ${has.join(', ')}`,
    mend: `install ${require} and name it under "runtimes" in the engine's daemon.json`,
  };
}

/** Judges how far the engine's clock is from this machine's; by them, ages and expiries are compared. */
export function clockVerdict(engineTime: string, now: number): Verdict {
  const apart = (Date.parse(engineTime) - now) / 1_000;
  if (Number.isNaN(apart)) return { verdict: 'warn', found: `the engine tells no time: ${engineTime}` };
  const found = `${Math.abs(apart).toFixed(1)} s ${apart < 0 ? 'behind' : 'before'} this machine`;
  if (Math.abs(apart) < 5) return { verdict: 'ok', found };
  return { verdict: 'warn', found, mend: 'let both follow a time server: timedatectl set-ntp true' };
}

async function base(engine: Engine): Promise<Verdict> {
  if (await hasBaseImage(engine)) return { verdict: 'ok', found: `${baseImage} is there` };
  return { verdict: 'warn', found: `${baseImage} is not there yet`, mend: 'npm start pulls it or makes it' };
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}
