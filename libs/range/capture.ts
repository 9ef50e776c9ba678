import type { Engine } from './engine-model.js';
import { CaptureRefused, EngineError } from './errors.js';
import type { Helper } from './helper.js';
import { bridgeName } from './labels.js';

/** How much of what passes is kept, in bytes: of one network, and of all networks of a host together. */
export interface CaptureBounds {
  each: number;
  total: number;
}

/** In the helper: a folder for each bridge, which no one inside a range sees. */
const folder = '/var/lib/vocr/captures';
/** The ring of one network: the older file is complete, the other grows; then the older one is begun anew. */
const filesEach = 2;
/** Unit in which the size of one file is given to `tcpdump`. */
const million = 1_000_000;
const settleTimeoutMs = 15_000;
const readTimeoutMs = 60_000;

/**
 * Shell functions over the folder of one bridge, `$d`. A number alone is not trusted: it may be another process's by now.
 * The kernel hands packets over in blocks, at the latest after a second: `arrive` waits until what has passed is written. One
 * by one would be sooner, but loses most of a flood.
 */
const functions = `
alive() { [ -s "$d/pid" ] && p=$(cat "$d/pid") && tr '\\0' ' ' <"/proc/$p/cmdline" 2>/dev/null | grep -q "^tcpdump .* -i $b "; }
arrive() { sleep 1.2; }
end() { ! alive || kill "$p" || exit 1; rm -f "$d/pid"; }
`;

/**
 * Makes sure that just these networks of a range are captured. What was captured of others stays to be read.
 * @param networks all of the range, in their order
 * @param wanted of them, those to be captured
 * @returns by network why it is not captured, for people; empty when all is as wanted
 * @throws EngineError when that cannot be found out
 */
export async function settleCaptures(
  helper: Pick<Helper, 'run'>,
  range: string,
  networks: readonly string[],
  wanted: ReadonlySet<string>,
  bounds: CaptureBounds,
): Promise<Map<string, string>> {
  const bridges = networks.map((network, index) => ({ network, bridge: bridgeName(range, index) }));
  const script = captureScript(
    bridges.filter(({ network }) => wanted.has(network)).map(({ bridge }) => bridge),
    bridges.filter(({ network }) => !wanted.has(network)).map(({ bridge }) => bridge),
    bounds,
  );
  const { stdout, stderr } = await helper.run(script, settleTimeoutMs);
  if (!/^settled$/m.test(stdout)) {
    throw new EngineError(`captures cannot be settled: ${stderr.trim() || 'no answer'}`);
  }
  const failed = new Map([...stdout.matchAll(/^failed (\S+) (.*)$/gm)].map((m) => [m[1]!, m[2]!]));
  return new Map(
    bridges.flatMap(({ network, bridge }) => (failed.has(bridge) ? [[network, failed.get(bridge)!]] : [])),
  );
}

/** The script that starts and ends captures; it prints `failed BRIDGE REASON` for each that cannot be started. */
export function captureScript(
  start: readonly string[],
  end: readonly string[],
  { each, total }: CaptureBounds,
): string {
  const size = Math.max(1, Math.floor(each / filesEach / million));
  const most = Math.floor(total / (size * filesEach * million));
  const room = `the host keeps at most ${most} captures at a time (VOCR_CAPTURE_TOTAL); stop others, or take ranges down that have some`;
  return [
    functions,
    `mkdir -p ${folder}`,
    // Two ranges that begin at once must not both see room for one.
    `exec 8>${folder}/lock; flock 8`,
    ...end.map((bridge) => `b=${bridge}; d=${folder}/$b; ! alive || arrive; end`),
    ...start.flatMap((bridge) => [
      `b=${bridge}; d=${folder}/$b`,
      `if alive; then :`,
      `elif ! [ -e /sys/class/net/$b ]; then echo "failed $b the network is not up"`,
      `elif [ "$(ls -d ${folder}/*/ 2>/dev/null | grep -cvF "/$b/")" -ge ${most} ]; then echo "failed $b ${room}"`,
      `else rm -rf "$d"; mkdir -m 700 "$d"; chown tcpdump "$d"`,
      `  setsid tcpdump -n -U -s 0 -Z tcpdump -C ${size} -W ${filesEach} -w "$d/part" -i $b </dev/null >/dev/null 2>"$d/said" 8>&- &`,
      `  s=$!; echo $s >"$d/pid"`,
      `  n=0; until grep -q 'listening on' "$d/said"; do n=$((n+1)); [ $n -le 100 ] && [ -d /proc/$s ] || break; sleep 0.05; done`,
      `  alive && grep -q 'listening on' "$d/said" || { echo "failed $b tcpdump does not run: $(tail -n 1 "$d/said" | cut -c 1-300)"; end; }`,
      `fi`,
    ]),
    'echo settled',
    '',
  ].join('\n');
}

/** Removes what was captured of networks that are gone. */
export async function tidyCaptures(helper: Pick<Helper, 'run'>): Promise<void> {
  const script = [
    functions,
    `[ -d ${folder} ] || { echo tidied; exit; }`,
    `exec 8>${folder}/lock; flock 8`,
    `for d in ${folder}/*/; do d=\${d%/}; b=\${d##*/}`,
    `  [ -d "$d" ] || continue; [ -e "/sys/class/net/$b" ] && continue`,
    `  end; rm -rf "$d"`,
    'done',
    'echo tidied',
    '',
  ].join('\n');
  const { stdout, stderr } = await helper.run(script, settleTimeoutMs);
  if (!/^tidied$/m.test(stdout)) {
    throw new EngineError(
      `captures of networks that are gone cannot be removed: ${stderr.trim() || 'no answer'}`,
    );
  }
}

/** Both files as one, the older first; the writer waits the moment that copying them takes. Empty: a header alone. */
const readScript = `
b=$1; d=${folder}/$b
${functions}
[ -d "$d" ] || { echo 'nothing was captured' >&2; exit 3; }
t=$(mktemp -d) || exit 1; trap 'rm -rf "$t"' EXIT
if alive; then arrive; kill -STOP "$p"; cp -p "$d"/part* "$t"; kill -CONT "$p"; else cp -p "$d"/part* "$t"; fi
n=0
for f in $(ls -tr "$t"); do
  [ -s "$t/$f" ] || continue
  if [ $n -eq 0 ]; then cat "$t/$f"; else tail -c +25 "$t/$f"; fi
  n=1
done
[ $n -eq 1 ] || printf '\\324\\303\\262\\241\\002\\000\\004\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\004\\000\\001\\000\\000\\000'
`;

/**
 * What was captured of one network, as a pcap file, oldest packet first.
 * @param index the network's place in the range
 * @param onBytes gets it in parts, and must copy what it keeps
 * @throws CaptureRefused when nothing was captured; EngineError when it cannot be read
 */
export async function captureOf(
  engine: Engine,
  helper: Pick<Helper, 'container'>,
  range: string,
  index: number,
  onBytes: (bytes: Buffer) => void,
): Promise<void> {
  let came = 0;
  const command = ['sh', '-c', readScript, 'read-capture', bridgeName(range, index)];
  const talk = await engine.converse(helper.container, command, (bytes) => {
    came += bytes.length;
    onBytes(bytes);
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new EngineError(`the capture could not be read within ${readTimeoutMs / 1000} s`));
      talk.close();
    }, readTimeoutMs);
  });
  const complaint = await Promise.race([talk.ended, late]).finally(() => clearTimeout(timer));
  if (complaint.includes('nothing was captured')) {
    throw new CaptureRefused('Nothing was captured in this network; start a capture first.');
  }
  if (complaint !== '' || came === 0) {
    throw new EngineError(`the capture cannot be read: ${complaint || 'no answer'}`);
  }
}
