import { deafRule, nftTable } from './deaf-bridges.js';
import { IsolationError } from './errors.js';
import type { Helper } from './helper.js';
import { bridgePrefix, egressPrefix } from './labels.js';
import { quote } from './shell.js';

/** One static rule of the host. Any number of ranges needs no more than these. */
export interface IsolationRule {
  tool: 'iptables' | 'ip6tables' | 'arptables' | 'nft';
  /** For nft its family, as its table is always our own. */
  table: 'filter' | 'ip' | 'ip6' | 'netdev';
  chain: string;
  match: string;
  why: string;
}

const userChain = 'DOCKER-USER';
const bridges = `${bridgePrefix}+`;
const ipRules = (tool: 'iptables' | 'ip6tables'): IsolationRule[] => [
  {
    tool,
    table: 'filter',
    chain: 'INPUT',
    match: `-i ${bridges} -j DROP`,
    why: 'ranges reach no socket of the host',
  },
  {
    tool,
    table: 'filter',
    chain: 'FORWARD',
    match: `-i ${bridges} -m physdev ! --physdev-is-bridged -j DROP`,
    why: 'the host routes nothing out of a range',
  },
  {
    tool,
    table: 'filter',
    chain: 'FORWARD',
    match: `-o ${bridges} -m physdev ! --physdev-is-bridged -j DROP`,
    why: 'the host routes nothing into a range',
  },
];

/**
 * Before the kernel puts fragments together (priority -400), which it does for all bridges as one: ranges with the same
 * addresses would get parts of each other's packets.
 */
const untracked = (family: 'ip' | 'ip6'): IsolationRule => ({
  tool: 'nft',
  table: family,
  chain: 'early',
  match: `iifname "${bridgePrefix}*" notrack`,
  why: "ranges with the same addresses meet neither in the host's connection table nor in its store of fragments, nor fill them",
});

const proxies = `${egressPrefix}+`;
/** What no proxy is to reach: this machine's neighbours, the engine's other networks, and what answers for a cloud's machines. */
const privateNetworks = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
];
const hidden = (tool: 'iptables' | 'ip6tables'): IsolationRule => ({
  tool,
  table: 'filter',
  chain: 'INPUT',
  match: `-i ${proxies} -j DROP`,
  why: 'proxies reach no socket of the host',
});
const egressRules: IsolationRule[] = [
  hidden('iptables'),
  hidden('ip6tables'),
  {
    tool: 'iptables',
    table: 'filter',
    chain: userChain,
    match: `-i ${proxies} -d ${privateNetworks.join(',')} -j DROP`,
    why: 'proxies reach the internet, and nothing private on the way to it',
  },
  {
    tool: 'ip6tables',
    table: 'filter',
    chain: 'FORWARD',
    match: `-i ${proxies} -j DROP`,
    why: 'proxies have no IPv6',
  },
];

/** All static rules. */
export const isolationRules: readonly IsolationRule[] = [
  {
    tool: 'nft',
    table: 'netdev',
    chain: 'each bridge',
    match: 'ingress drop',
    why: 'nothing of the host reads a frame of a range, not even to answer it with an error',
  },
  untracked('ip'),
  untracked('ip6'),
  ...ipRules('iptables'),
  ...ipRules('ip6tables'),
  {
    tool: 'arptables',
    table: 'filter',
    chain: 'INPUT',
    match: `-i ${bridges} -j DROP`,
    why: "forged ARP does not fill the host's neighbour table",
  },
  {
    tool: 'iptables',
    table: 'filter',
    chain: 'DOCKER-USER',
    match: `-i ${bridges} -m physdev --physdev-is-bridged -j ACCEPT`,
    why: "frames inside a bridge pass, though their addresses are not those of the engine's books",
  },
  ...egressRules,
];

/** The rule as one can type it. */
export function ruleText({ tool, table, chain, match }: IsolationRule, action: '-C' | '-I' | '-D'): string {
  if (tool === 'nft') return table === 'netdev' ? deafRule[action] : nftRule[action](table, chain, match);
  const lock = tool === 'arptables' ? '' : ' -w 10';
  const text = (does: string) => `${tool}${lock} -t ${table} ${does} ${chain} ${match}`;
  if (chain !== userChain || action === '-D') return text(action);
  return action === '-C'
    ? `{ ${text('-C')} && ${askedFirst}; }`
    : `{ { ${text('-C')} 2>/dev/null || ${text('-I')}; } && { ${askedFirst} || ${askFirst}; }; }`;
}

/**
 * Whether the engine's chain for others' rules is asked before its own, which an engine that starts again may put in front.
 * With each network that it makes, it takes the chain away and puts it back: only what lasts is wrong.
 */
const askedFirst = `( for i in 1 2 3 4 5 6; do case "$(iptables -w 10 -S FORWARD | grep -m 1 -e '-j DOCKER')" in ''|'-A FORWARD -j ${userChain}') exit 0 ;; esac; sleep 0.1; done; exit 1 )`;
const askFirst = `{ iptables -w 10 -D FORWARD -j ${userChain} 2>/dev/null || :; iptables -w 10 -I FORWARD -j ${userChain}; }`;

const nftRule = {
  '-C': (family: string, chain: string, match: string) =>
    `nft list chain ${family} ${nftTable} ${chain} | grep -qF ${quote(match)}`,
  '-I': (family: string, chain: string, match: string) => {
    const hook = 'type filter hook prerouting priority -450 ;';
    const add = `add table ${family} ${nftTable}; add chain ${family} ${nftTable} ${chain} { ${hook} }`;
    return `nft ${quote(`${add}; add rule ${family} ${nftTable} ${chain} ${match}`)}`;
  },
  '-D': (family: string) => `nft delete table ${family} ${nftTable}`,
};

/**
 * The engine's own rules are in one of two sets that a kernel may have; ours go where its DOCKER-USER chain is.
 */
const chooseVariant = [
  'variant=',
  'iptables -w 10 -S DOCKER-USER >/dev/null 2>&1 || ! iptables-legacy -w 10 -S DOCKER-USER >/dev/null 2>&1 || variant=-legacy',
  'iptables() { command iptables$variant "$@"; }',
  'ip6tables() { command ip6tables$variant "$@"; }',
].join('\n');

/** Prints `missing N` for each rule (by its place) that is not in force. */
export function checkScript(rules: readonly IsolationRule[] = isolationRules): string {
  const checks = rules.map((rule, i) => `${ruleText(rule, '-C')} >/dev/null 2>&1 || echo missing ${i}`);
  return [chooseVariant, ...checks, 'echo checked'].join('\n');
}

/** Puts each missing rule in front of its chain, and stops at the first that cannot be. */
export function putScript(rules: readonly IsolationRule[] = isolationRules): string {
  const puts = rules.map(
    (rule) => `${ruleText(rule, '-C')} >/dev/null 2>&1 || ${ruleText(rule, '-I')} || exit 1`,
  );
  return [chooseVariant, 'iptables -w 10 -N DOCKER-USER 2>/dev/null || :', ...puts].join('\n');
}

/** Takes every rule away, however often it is there. */
export function removeScript(rules: readonly IsolationRule[] = isolationRules): string {
  return [
    chooseVariant,
    ...rules.map((rule) => `while ${ruleText(rule, '-D')} >/dev/null 2>&1; do :; done`),
  ].join('\n');
}

const ruleTimeoutMs = 30_000;

/**
 * The rules that are not in force now.
 * @throws IsolationError when that cannot be found out
 */
export async function missingRules(helper: Pick<Helper, 'run'>): Promise<IsolationRule[]> {
  const { stdout, stderr } = await helper.run(checkScript(), ruleTimeoutMs);
  return missingIn(stdout, stderr);
}

/** The same from what the check printed. @throws IsolationError when it did not come to its end */
export function missingIn(stdout: string, stderr: string): IsolationRule[] {
  if (!/^checked$/m.test(stdout)) {
    throw new IsolationError(
      `the rules that isolate ranges cannot be checked: ${stderr.trim() || 'no answer'}`,
    );
  }
  return [...stdout.matchAll(/^missing (\d+)$/gm)].map((m) => isolationRules[Number(m[1])]!);
}

/**
 * Makes sure that the static rules are in force.
 * @returns the rules that were missing and have been put in: after the first start, each is an alarm
 * @throws IsolationError when a rule is not in force afterwards; nothing may be launched then
 */
export async function ensureIsolation(helper: Pick<Helper, 'run'>): Promise<IsolationRule[]> {
  const missing = await missingRules(helper);
  if (missing.length === 0) return [];
  const { stderr } = await helper.run(putScript(), ruleTimeoutMs);
  const still = await missingRules(helper);
  if (still.length > 0) {
    const rules = still.map((rule) => `${ruleText(rule, '-I')} (${rule.why})`).join('; ');
    throw new IsolationError(
      `ranges are not isolated from the host, so none is launched. Rules that cannot be put in: ${rules}. ${stderr.trim()}`,
    );
  }
  return missing;
}
