import { createHash } from 'node:crypto';
import type { LinkFigures } from '#scenario';

/** What a port says of itself when nothing was done to it. */
export const unshaped = 'none';

/**
 * The mark by which a port shows which link it has: the handle of its queue, four hexadecimal digits. It is set last, so who
 * has it has all of the link.
 */
export function linkMark(link: LinkFigures | undefined): string {
  if (!link) return unshaped;
  const text = JSON.stringify([link.delayMs ?? 0, link.lossPercent ?? 0, link.rateBit ?? 0]);
  // 0 and ffff have meanings of their own.
  return (1 + (createHash('sha256').update(text).digest().readUInt16BE(0) % 0xfffe)).toString(16);
}

const hostName = /^rng-[a-z0-9]{8}[A-Za-z0-9]{1,3}$/;
/** Frames that wait in a port at most. */
const mostWaiting = 1000;
const leastBurst = 16_000;
/** For how long a frame may wait for its turn under a rate, ms; what would wait longer is lost. */
const longestQueueMs = 200;

/**
 * Lines of a shell that shape what a port of a bridge sends to its node: each frame is delayed, lost and counted against the
 * rate once, at its receiver. All of it belongs to the port and goes with it. What was there before goes first.
 */
export function linkCommands(port: string, link: LinkFigures | undefined): string[] {
  if (!hostName.test(port)) throw new RangeError(`${port} is no name of a range's port`);
  const lines = ['clsact', 'root'].map((what) => `tc qdisc del dev ${port} ${what} 2>/dev/null || :`);
  if (!link) return lines;
  const { lossPercent, ...queue } = link;
  if (lossPercent) {
    lines.push(
      `tc qdisc add dev ${port} clsact`,
      `tc filter add dev ${port} egress bpf bytecode '${lossProgram(lossPercent)}' direct-action`,
    );
  }
  lines.push(`tc qdisc add dev ${port} root handle ${linkMark(link)}: ${queueOf(queue)}`);
  return lines;
}

function queueOf({ delayMs, rateBit }: LinkFigures): string {
  if (delayMs) {
    const rate = rateBit ? ` rate ${whole(rateBit)}bit` : '';
    return `netem limit ${mostWaiting} delay ${whole(delayMs)}ms${rate}`;
  }
  if (!rateBit) return `pfifo limit ${mostWaiting}`;
  const burst = Math.max(leastBurst, Math.ceil(rateBit / 8 / 100));
  return `tbf rate ${whole(rateBit)}bit burst ${burst} latency ${longestQueueMs}ms`;
}

/**
 * A program of the kernel's packet filter that throws dice: it loads a random word, and drops (2) what is below the share,
 * else passes (0). `iptables` could do it too, but its rules would outlive the port.
 */
export function lossProgram(percent: number): string {
  if (!(percent > 0 && percent <= 100)) throw new RangeError(`${percent} is no share of frames in percent`);
  if (percent === 100) return '1,6 0 0 2';
  const below = Math.max(1, Math.round((percent / 100) * 2 ** 32));
  return `4,32 0 0 4294963256,53 0 1 ${below},6 0 0 0,6 0 0 2`;
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${value} is no positive whole number`);
  return value;
}

/** Lines of a shell that print the ports of a range's bridges, and what queues they have. */
export function lookAtLinks(range: string): string[] {
  if (!/^[a-z0-9]{8}$/.test(range)) throw new RangeError(`${range} is no range's id`);
  return [
    `for p in /sys/class/net/rng-${range}*/brif/*; do [ -e "$p" ] && b=\${p%/brif/*} && echo "port \${b##*/} \${p##*/}"; done`,
    `tc qdisc show | grep -F ' dev rng-${range}' || :`,
  ];
}

/** By bridge, the mark that all its ports have; `mixed` when they differ. Bridges without ports are left out. */
export function readLinks(output: string): Record<string, string> {
  const marks = new Map<string, string>();
  for (const [, handle, port] of output.matchAll(/^qdisc \w+ ([0-9a-f]+): dev (\S+) root /gm)) {
    if (handle !== '0') marks.set(port!, handle!);
  }
  const links = new Map<string, string>();
  for (const [, bridge, port] of output.matchAll(/^port (\S+) (\S+)$/gm)) {
    const mark = marks.get(port!) ?? unshaped;
    const known = links.get(bridge!);
    links.set(bridge!, known === undefined || known === mark ? mark : 'mixed');
  }
  return Object.fromEntries(links);
}

/** The ports of all its bridges. */
export const readPorts = (output: string): string[] =>
  [...output.matchAll(/^port \S+ (\S+)$/gm)].map(([, port]) => port!);

/** The script that gives all ports of a bridge one link. */
export function shapeScript(bridge: string, link: LinkFigures | undefined): string {
  if (!hostName.test(bridge)) throw new RangeError(`${bridge} is no name of a range's bridge`);
  // The commands are the same for each port: they are written for the bridge, and its name stands for the port's.
  const commands = linkCommands(bridge, link).map((line) => line.replaceAll(` dev ${bridge} `, ' dev "$p" '));
  return [
    'set -e',
    `[ -d /sys/class/net/${bridge}/brif ] || { echo "there is no bridge ${bridge}" >&2; exit 1; }`,
    `for p in /sys/class/net/${bridge}/brif/*; do [ -e "$p" ] || continue; p=\${p##*/}`,
    ...commands,
    'done',
    'echo shaped',
    '',
  ].join('\n');
}
