import { bridgePrefix } from './labels.js';

/** Our own table in each family of the kernel's packet filter. */
export const nftTable = 'vocr';

/**
 * Hundredths of a second for which a bridge remembers a hardware address. Also how a bridge that is bounded and deaf is
 * told from one that is still being made.
 */
export const bridgeAgeing = 3000;

/**
 * Makes bridges deaf, in nft's own language: what they pass on to the host is dropped before anything of the host reads it.
 * Frames between their ports do not come this way. Rules of later hooks would not do: the kernel answers what it cannot
 * route, what has lived too long and what is malformed before they are asked, to whoever the sender pretends to be.
 */
const deafen = (bridge: string) =>
  [
    `add table netdev ${nftTable}`,
    `add chain netdev ${nftTable} ${bridge} { type filter hook ingress device "${bridge}" priority 0; policy drop; }`,
  ].join('\n');

/** One change of our chains at a time on a host, of whatever installation; in a subshell, whose end lets go. */
const alone = 'exec 8</sys/class/net; flock -w 20 8';

/** Makes bridges deaf, as a shell's command. */
export const deafenScript = (bridges: readonly string[]) =>
  [`( ${alone} && nft -f - ) <<'END-OF-RULES'`, ...bridges.map(deafen), 'END-OF-RULES'].join('\n');

/** Forgets bridges that are gone: from kernel 6.16 on, their chains stay. */
export const forgetGone = [
  `( ${alone}`,
  `for chain in $(nft list table netdev ${nftTable} 2>/dev/null | sed -n 's/^.*chain \\(${bridgePrefix}[a-z0-9]*\\) .*/\\1/p'); do`,
  `  [ -e /sys/class/net/$chain ] || nft delete chain netdev ${nftTable} $chain 2>/dev/null || :`,
  'done )',
].join('\n');

/**
 * For each bridge that was made deaf and is so no more. A chain goes with its bridge, or waits for one of its name. Bridges
 * are looked at before the chains: one that is made deaf meanwhile is not taken for one that is not.
 */
const undone = (work: string) =>
  [
    `bridges=$(cd /sys/class/net && grep -lx ${bridgeAgeing} ${bridgePrefix}*/bridge/ageing_time 2>/dev/null)`,
    `deaf=$(nft list table netdev ${nftTable} 2>/dev/null)`,
    'for bridge in $bridges; do',
    '  bridge=${bridge%%/*}',
    '  case "$deaf" in *"chain $bridge {"*) continue;; esac',
    `  [ ! -e /sys/class/net/$bridge ] || ${work}`,
    'done',
  ].join('\n');

/** Whether every bridge is deaf, how to make it so again, and how to let them all hear; as commands of a shell. */
export const deafRule = {
  '-C': `( ${undone('exit 1')} )`,
  '-I': `( ${alone}; ${undone(`printf '%s\\n' ${JSON.stringify(deafen('$bridge').replace(/\n/g, '; '))} | nft -f - || exit 1`)} )`,
  '-D': `nft delete table netdev ${nftTable}`,
};
