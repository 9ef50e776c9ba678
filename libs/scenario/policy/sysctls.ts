/** What a node may set of its own network unless the installation says otherwise. */
export const permittedSysctls: readonly string[] = [
  'net.core.somaxconn',
  'net.ipv4.conf.all.accept_redirects',
  'net.ipv4.conf.all.accept_source_route',
  'net.ipv4.conf.all.arp_accept',
  'net.ipv4.conf.all.arp_ignore',
  'net.ipv4.conf.all.log_martians',
  'net.ipv4.conf.all.rp_filter',
  'net.ipv4.conf.all.send_redirects',
  'net.ipv4.conf.default.accept_redirects',
  'net.ipv4.conf.default.accept_source_route',
  'net.ipv4.conf.default.arp_accept',
  'net.ipv4.conf.default.arp_ignore',
  'net.ipv4.conf.default.log_martians',
  'net.ipv4.conf.default.rp_filter',
  'net.ipv4.conf.default.send_redirects',
  'net.ipv4.icmp_echo_ignore_all',
  'net.ipv4.icmp_echo_ignore_broadcasts',
  'net.ipv4.ip_default_ttl',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_max_syn_backlog',
  'net.ipv4.tcp_sack',
  'net.ipv4.tcp_syn_retries',
  'net.ipv4.tcp_synack_retries',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.tcp_timestamps',
  'net.ipv4.tcp_window_scaling',
];

/** A name as the kernel has it: only networks have a copy of theirs in each node. */
export const sysctlName = /^net\.(core|ipv4|unix)(\.[a-z0-9_-]{1,40}){1,4}$/;

/** Set by the platform on every node, so nobody else may: whether it forwards, and that it has no IPv6. */
const platformSysctls = new Set([
  'net.ipv4.ip_forward',
  'net.ipv4.conf.all.forwarding',
  'net.ipv4.conf.default.forwarding',
]);
/** Older kernels let one network change these for the whole machine. */
const sharedSysctls = new Set(['net.ipv4.tcp_allowed_congestion_control', 'net.ipv4.tcp_mem']);

/** Whether an installation may permit a sysctl at all. */
export function grantableSysctl(name: string): boolean {
  return sysctlName.test(name) && !platformSysctls.has(name) && !sharedSysctls.has(name);
}
