/** What the host can be made to do, beside what it does for ranges. */

/** A Perl program that sends its argument to an address. */
export const datagram = (family: 'AF_INET' | 'AF_INET6', to: string) =>
  `use Socket qw(:all); socket(my $s, ${family}, SOCK_DGRAM, 0) or die; my $to = ${family === 'AF_INET' ? 'pack_sockaddr_in' : 'pack_sockaddr_in6'}(9, inet_pton(${family}, "${to}")); send $s, $ARGV[0], 0, $to for 1 .. 3`;

/** Changes a setting of the host's network, which the helper's own view does not let be written. */
export const setting = (name: string, value: string) =>
  `nsenter --mount=/proc/1/ns/mnt sh -c 'echo ${value} >/proc/sys/net/${name}'`;

/** The host knows the way to a box, as it would over a bridge with an address. */
export const wayIn =
  (bridge: string, ip: 'ip' | 'ip -6', cidr: string, address: string) => (mac: string) => ({
    open: `${ip} route add ${cidr} dev ${bridge}; ${ip} neigh replace ${address} lladdr ${mac} dev ${bridge} nud permanent`,
    close: `${ip} neigh del ${address} dev ${bridge}; ${ip} route del ${cidr} dev ${bridge}`,
  });
export const forwarding6 = () => ({
  open: setting('ipv6/conf/all/forwarding', '1'),
  close: setting('ipv6/conf/all/forwarding', '0'),
});
/** A rule that any firewall has; with it the kernel keeps a table of connections. */
export const tracking6 = () => ({
  open: 'ip6tables -I FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT',
  close: ':',
});
