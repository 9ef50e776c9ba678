import { isolationRules, ruleText, type IsolationRule } from '#range';
import type { Laboratory } from './laboratory.js';

/** A static rule of ranges, not of proxies, by what it says. @throws Error unless there is exactly one */
export function ruleWhere(tool: IsolationRule['tool'], text: string): IsolationRule {
  const found = isolationRules.filter(
    (rule) =>
      rule.tool === tool &&
      !rule.match.includes('vge-') &&
      `${rule.table} ${rule.chain} ${rule.match}`.includes(text),
  );
  if (found.length !== 1)
    throw new Error(`${found.length} static rules of ${tool} have ${JSON.stringify(text)}`);
  return found[0]!;
}

const variant = `iptables() { command iptables$variant "$@"; }; ip6tables() { command ip6tables$variant "$@"; }
variant=; iptables -w 10 -S DOCKER-USER >/dev/null 2>&1 || variant=-legacy`;

/** The engine's own rules, but the chain that is there for others' rules. */
const engineChains = (tool: string) =>
  `for table in filter raw; do
    for chain in $(${tool} -w 10 -t $table -S 2>/dev/null | sed -n 's/^-N \\(DOCKER[^ ]*\\).*/\\1/p' | grep -vx DOCKER-USER); do ${tool} -w 10 -t $table -F $chain; done
  done; ${tool} -w 10 -t raw -F PREROUTING 2>/dev/null || :; ${tool} -w 10 -P FORWARD ACCEPT`;

/** What may be taken away beside rules of ours. */
export interface Open {
  rules: IsolationRule[];
  /** Also the engine's own rules between its networks. */
  engine?: boolean;
  /** A further script on the host, and how to undo it. */
  more?: { open: string; close: string } | undefined;
}

/** Takes static rules away while `work` runs, and puts back everything as it was. */
export async function without<T>(
  lab: Laboratory,
  { rules, engine, more }: Open,
  work: () => Promise<T>,
): Promise<T> {
  const tools = ['iptables', 'ip6tables'];
  await lab.onHost(
    [
      variant,
      ...tools.map((tool) => `command ${tool}$variant-save >/tmp/${tool}.saved || exit 1`),
      ...rules.map((rule) => `${ruleText(rule, '-D')} || exit 1`),
      ...(engine ? tools.map(engineChains) : []),
      ...(more ? [more.open] : []),
    ].join('\n'),
  );
  try {
    return await work();
  } finally {
    const own = rules.filter((rule) => rule.tool === 'nft' || rule.tool === 'arptables');
    await lab.onHost(
      [
        variant,
        ...(more ? [more.close] : []),
        ...tools.map((tool) => `command ${tool}$variant-restore </tmp/${tool}.saved || exit 1`),
        ...own.map((rule) => `${ruleText(rule, '-I')} || exit 1`),
      ].join('\n'),
    );
  }
}
