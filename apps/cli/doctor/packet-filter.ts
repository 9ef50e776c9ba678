import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { findProgram } from '../machine/packages.js';
import type { Verdict } from './finding.js';

/** Looks whether this machine can filter what ranges send. */
export async function packetFilter(): Promise<Verdict> {
  const missing = [
    ...(findProgram('iptables') ? [] : ['iptables']),
    ...(existsSync('/proc/sys/net/bridge/bridge-nf-call-iptables') ? [] : ['the kernel module br_netfilter']),
  ];
  if (missing.length > 0) {
    return {
      verdict: 'warn',
      found: `not seen on this machine: ${missing.join(', ')}`,
      mend: 'apt-get install iptables; modprobe br_netfilter (Docker does both where it can)',
    };
  }
  const bridged = (await readFile('/proc/sys/net/bridge/bridge-nf-call-iptables', 'utf8')).trim();
  return { verdict: 'ok', found: `iptables is there, bridge-nf-call-iptables is ${bridged}` };
}
