import type { Engine } from './engine-model.js';
import type { Helper } from './helper.js';
import { bridgePrefix, labelKeys } from './labels.js';

const lookMs = 10_000;
/** A bridge's name: those of nodes' ports have a capital after the range's id. */
const bridge = new RegExp(`^${bridgePrefix}([a-z0-9]{8})[a-z0-9]{1,3}$`);

/**
 * Bridges of ranges of which the engine knows no network, of whatever installation, and that have no port: an engine that
 * was killed while it made or removed a network leaves one. One that is just being made looks so too, for a moment.
 */
export async function strayBridges(engine: Engine, helper: Helper): Promise<string[]> {
  const script = `for port in /sys/class/net/${bridgePrefix}*/brif; do [ -e "$port" ] && [ -z "$(ls $port)" ] && echo $port; done; exit 0`;
  const { stdout } = await helper.run(script, lookMs);
  const empty = stdout.split('\n').flatMap((line) => line.split('/')[4] ?? []);
  if (empty.length === 0) return [];
  const networks = await engine.networks.list([labelKeys.range]);
  const known = new Set(networks.map(({ labels }) => labels[labelKeys.range]));
  return empty.filter((name) => {
    const range = bridge.exec(name)?.[1];
    return range !== undefined && !known.has(range);
  });
}

/** Removes bridges; one that is gone already is fine. */
export async function removeBridges(helper: Helper, names: readonly string[]): Promise<void> {
  const removals = names
    .filter((name) => bridge.test(name))
    .map((name) => `[ ! -e /sys/class/net/${name} ] || ip link del dev ${name} || exit 1`);
  const { exitCode, stderr } = await helper.run(removals.join('\n'), lookMs);
  if (exitCode !== 0) throw new Error(`bridges ${names.join(', ')} cannot be removed: ${stderr.trim()}`);
}
