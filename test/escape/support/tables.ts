import type { Laboratory } from './laboratory.js';

/** What frames from a bridge can change in the host's kernel. */
export interface HostTables {
  neighbours: number;
  /** Multicast groups that the bridge remembers. */
  groups: number;
  /** Addresses and IPv6 routes of the bridge's device. */
  addresses: string;
  routes: string;
  /** Who is the root of the spanning tree, and what each port does. */
  spanningTree: string;
  /** Entries of the connection table that come from ranges. */
  connections: number;
}

/** Reads the host's tables. @param bridge the device on which frames come in */
export async function hostTables(lab: Laboratory, bridge: string): Promise<HostTables> {
  const text = await lab.onHost(`
    ip neigh show dev ${bridge} | wc -l
    bridge mdb show dev ${bridge} | grep -vc 'ff02::\\(6a\\|1:ff\\)' || :
    ip -o addr show dev ${bridge} | sed 's/valid_lft.*//; s/ tentative//' | tr '\\n' ';'; echo
    ip -6 route show dev ${bridge} | sed 's/expires.*//' | tr '\\n' ';'; echo
    cat /sys/class/net/${bridge}/bridge/root_id 2>/dev/null | tr '\\n' ' '; bridge link | grep ${bridge} | sed 's/.* state \\([a-z]*\\).*/\\1/' | sort | tr '\\n' ' '; echo
    cat /proc/sys/net/netfilter/nf_conntrack_count`);
  const [neighbours, groups, addresses = '', routes = '', spanningTree = '', connections] = text.split('\n');
  return {
    ...{ neighbours: Number(neighbours), groups: Number(groups), addresses, routes, spanningTree },
    connections: Number(connections),
  };
}
