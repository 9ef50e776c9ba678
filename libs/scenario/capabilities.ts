/** Capabilities that a node may ask for unless the installation says otherwise. None reaches beyond the node's own namespaces. */
export const permittedCapabilities: readonly string[] = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'NET_BIND_SERVICE',
  'NET_RAW',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

/**
 * Capabilities that an installation may permit at most. Those missing here lead out of a container or to what all share, such
 * as SYS_ADMIN, SYS_MODULE, DAC_READ_SEARCH, SYS_RAWIO, MKNOD, BPF, SYS_TIME, SYS_NICE and SYS_RESOURCE.
 */
export const grantableCapabilities: readonly string[] = [
  ...permittedCapabilities,
  'IPC_LOCK',
  'IPC_OWNER',
  'NET_ADMIN',
  'SETFCAP',
  'SYS_PTRACE',
];
