/** Our table of counts in the kernel's packet filter; apart from the one that isolates ranges. */
export const countTable = 'vocr-seen';

/** One change of the table at a time on a host, of whatever installation, until the shell ends. */
export const countsAlone = 'exec 8</sys/kernel; flock -w 20 8';
