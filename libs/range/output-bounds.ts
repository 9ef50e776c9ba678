/**
 * What a node prints is copied out by its shim and then by the engine, at the host's cost and not the node's: a flood of
 * lines would take processors from everyone. So each node's shim may use this much of one processor, as a mean and at once,
 * in microseconds of a period; a writer that is too quick is held up. The same share starts whatever is run in the node
 * later (some 40 ms each), hence the long period. What this leaves to a shim that copies much at little cost is taken by
 * `output-governor.ts`.
 */
export const outputShare = { mean: 200_000, period: 1_000_000 };

/** Name of the control group, below the host's root of them, that holds one group for each shim. */
export const outputGroupName = 'vocr-output';
/** How a shim's processes are called, in the kernel's first 15 characters. */
export const shimName = 'containerd-shim';

/** Lines of a shell that set `$base` to the folder of our groups, by a process `$shim` that has the host's view of them. */
const findBase = [
  `g=/proc/$shim/root/sys/fs/cgroup`,
  `if [ -e $g/cgroup.controllers ]; then base=$g/${outputGroupName}; else base=$g/cpu/${outputGroupName}; fi`,
];

/**
 * Lines of a shell that bound the copying of a node's output.
 * @param process a folder of `/proc`, or a handle on one, of the node's first process
 */
export function outputCommands(process: string): string[] {
  return [
    `while read -r key shim; do [ "$key" != PPid: ] || break; done <${process}/status`,
    `read -r name </proc/$shim/comm`,
    `case "$name" in ${shimName}*) ;; *) echo "its output is copied by $name, which cannot be bounded"; exit 1;; esac`,
    ...findBase,
    `own=$base/$shim`,
    `[ -d $own ] || mkdir -p $own`,
    `if [ -e $g/cgroup.controllers ]; then`,
    `  [ -e $own/cpu.max ] || { echo +cpu >$g/cgroup.subtree_control; echo +cpu >$base/cgroup.subtree_control; }`,
    `  echo ${outputShare.mean} ${outputShare.period} >$own/cpu.max`,
    `  burst=$own/cpu.max.burst`,
    `else`,
    `  echo ${outputShare.period} >$own/cpu.cfs_period_us; echo ${outputShare.mean} >$own/cpu.cfs_quota_us`,
    `  burst=$own/cpu.cfs_burst_us`,
    `fi`,
    // Kernels before 5.14 have none.
    `[ ! -e $burst ] || echo ${outputShare.mean} >$burst`,
    `echo $shim >$own/cgroup.procs`,
  ];
}

/**
 * Takes the groups away whose shims have ended; the last one takes the folder along. One that is in use, such as by an
 * engine whose processes have other numbers, cannot be taken away.
 */
export const clearOutputGroups = [
  `shim=$(pgrep -o -x ${shimName})`,
  ...findBase,
  `for d in $base/*/; do d=\${d%/}; [ ! -d "$d" ] || [ -e "/proc/\${d##*/}" ] || rmdir "$d" 2>/dev/null || :; done`,
  `[ ! -d $base ] || rmdir $base 2>/dev/null || :`,
].join('\n');
