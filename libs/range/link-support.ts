import { whyNoLink, type LinkSupport } from '#scenario';
import { DesireError, EngineError } from './errors.js';
import type { Helper } from './helper.js';
import type { DesiredRange } from './model.js';

/** Tries each in a network namespace of its own, which ends with the script. */
const probeScript = `unshare --net sh -c '
ip link add name a type veth peer name b
t() { what=$1; shift; "$@" 2>/dev/null && echo "can $what"; }
t delay tc qdisc add dev a root netem delay 1ms
tc qdisc del dev a root 2>/dev/null
t rate tc qdisc add dev a root tbf rate 1mbit burst 16000 latency 200ms
tc qdisc add dev a clsact 2>/dev/null && t loss tc filter add dev a egress bpf bytecode "1,6 0 0 2" direct-action
echo "kernel $(uname -r)"'
`;

const asked = new WeakMap<object, Promise<LinkSupport>>();

/**
 * What the host's kernel can do; tried once a helper.
 * @throws EngineError when it cannot be found out
 */
export function linkSupport(helper: Pick<Helper, 'run'>): Promise<LinkSupport> {
  const known = asked.get(helper);
  if (known) return known;
  const found = helper.run(probeScript, 10_000).then(({ stdout, stderr }) => {
    const support = readSupport(stdout);
    if (!support)
      throw new EngineError(`what links the host can shape cannot be tried: ${stderr.trim() || 'no answer'}`);
    return support;
  });
  asked.set(helper, found);
  found.catch(() => asked.delete(helper));
  return found;
}

/** Reads the probe's output; undefined when it was cut short. */
export function readSupport(output: string): LinkSupport | undefined {
  const kernel = /^kernel (\S+)$/m.exec(output)?.[1];
  if (kernel === undefined) return undefined;
  const can = (what: string) => output.split('\n').includes(`can ${what}`);
  return { delay: can('delay'), loss: can('loss'), rate: can('rate'), kernel };
}

/**
 * Looks whether the host can do what a range's links ask.
 * @throws DesireError naming the network and what the kernel lacks
 */
export async function checkLinks(helper: Pick<Helper, 'run'>, { networks }: DesiredRange): Promise<void> {
  const linked = networks.filter(({ link }) => link !== undefined);
  if (linked.length === 0) return;
  const support = await linkSupport(helper);
  for (const { name, link } of linked) {
    const why = whyNoLink(link!, support);
    if (why !== undefined)
      throw new DesireError(`network ${name} cannot be as slow or lossy as it is to be: ${why}`);
  }
}
