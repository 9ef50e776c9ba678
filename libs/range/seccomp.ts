/**
 * Which system calls a node's processes may make: an allow-list by purpose. Everything else fails with EPERM. Left out
 * with intent: inotify_init, io_setup, io_uring and POSIX message queues (their limits are the host's, so one trainee could
 * use them up for all), sockets of all but the usual families (AF_VSOCK leads to the hypervisor; asking for a rare one has
 * the host load its module) and the 32-bit socketcall that could hide one, new namespaces, mounts, bpf, perf, keyrings,
 * kernel modules.
 */
const allowed = {
  files: `open openat openat2 creat close close_range read readv pread64 preadv preadv2 write writev pwrite64 pwritev pwritev2
    lseek _llseek stat stat64 lstat lstat64 fstat fstat64 fstatat64 newfstatat statx statfs statfs64 fstatfs fstatfs64 access faccessat
    faccessat2 chmod fchmod fchmodat fchmodat2 chown chown32 fchown fchown32 lchown lchown32 fchownat link linkat symlink symlinkat unlink
    unlinkat rename renameat renameat2 mkdir mkdirat rmdir mknod mknodat readlink readlinkat getdents getdents64 getcwd chdir fchdir
    truncate truncate64 ftruncate ftruncate64 fallocate fadvise64 fadvise64_64 readahead utime utimes utimensat utimensat_time64 futimesat
    umask dup dup2 dup3 flock ioctl sendfile sendfile64 copy_file_range
    splice tee vmsplice getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr removexattr
    lremovexattr fremovexattr chroot`,
  waiting: `select _newselect pselect6 pselect6_time64 poll ppoll ppoll_time64 epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait
    epoll_pwait2 eventfd eventfd2 signalfd signalfd4 pipe pipe2 nanosleep clock_nanosleep clock_nanosleep_time64 pause alarm`,
  memory: `brk mmap mmap2 munmap mremap mprotect madvise mincore mlock mlock2 mlockall munlock munlockall msync memfd_create
    remap_file_pages membarrier pkey_alloc pkey_free pkey_mprotect`,
  processes: `fork vfork execve execveat exit exit_group wait4 waitid waitpid kill tkill tgkill getpid getppid gettid getpgid setpgid getpgrp
    getsid setsid prctl arch_prctl modify_ldt set_tid_address set_thread_area get_thread_area set_robust_list get_robust_list futex
    futex_time64 futex_waitv rseq sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_setparam sched_getscheduler
    sched_setscheduler sched_getattr sched_setattr sched_get_priority_max sched_get_priority_min sched_rr_get_interval
    sched_rr_get_interval_time64 getpriority setpriority ioprio_get ioprio_set getrlimit ugetrlimit setrlimit prlimit64 getrusage times
    pidfd_open pidfd_send_signal ptrace process_vm_readv process_vm_writev seccomp restart_syscall getcpu`,
  users: `getuid getuid32 geteuid geteuid32 getgid getgid32 getegid getegid32 getresuid getresuid32 getresgid getresgid32 getgroups
    getgroups32 setuid setuid32 setgid setgid32 setreuid setreuid32 setregid setregid32 setresuid setresuid32 setresgid setresgid32
    setfsuid setfsuid32 setfsgid setfsgid32 setgroups setgroups32 capget capset`,
  signals: `rt_sigaction rt_sigprocmask rt_sigpending rt_sigqueueinfo rt_tgsigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
    rt_sigtimedwait_time64 sigaltstack sigprocmask sigreturn`,
  time: `time gettimeofday clock_gettime clock_gettime64 clock_getres clock_getres_time64 getitimer setitimer timer_create timer_delete
    timer_getoverrun timer_gettime timer_gettime64 timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64
    timerfd_settime timerfd_settime64 adjtimex clock_adjtime clock_adjtime64`,
  network: `bind listen accept accept4 connect getsockname getpeername getsockopt setsockopt shutdown send sendto
    sendmsg sendmmsg recv recvfrom recvmsg recvmmsg recvmmsg_time64`,
  communication: `ipc shmget shmat shmdt shmctl semget semop semctl semtimedop semtimedop_time64 msgget msgsnd msgrcv msgctl`,
  system: `uname sysinfo getrandom landlock_create_ruleset landlock_add_rule landlock_restrict_self`,
  arm: `arm_fadvise64_64 breakpoint cacheflush set_tls`,
};

/**
 * Answered with success and left undone. What a node writes lives in memory, so there is nothing to bring to a disk; done, it
 * would have the host write out and flush the disks of all.
 */
const needless = 'sync syncfs fsync fdatasync sync_file_range sync_file_range2 arm_sync_file_range'.split(
  ' ',
);

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK and AF_PACKET. */
const socketFamilies = [1, 2, 10, 16, 17];
/** CLONE_NEW… of every namespace that clone's flags can name. */
const newNamespaces = 0x7e020000;
/** Personalities that programs ask for: as is, 32-bit, its variants, and the question. */
const personalities = [0, 8, 0x20000, 0x20008, 0xffffffff];
/** F_OFD_GETLK to F_OFD_SETLKW: locks that belong to no process, so that nobody could be found who has too many. */
const ownerlessLocks = [36, 38] as const;
const enosys = 38;

type Argument = { index: number; value: number; op: string; valueTwo?: number };
const allow = (names: string[], args: Argument[] = []) => ({ names, action: 'SCMP_ACT_ALLOW', args });

/** The profile as the engine wants it: JSON for `seccomp=…` among a container's security options. */
export function seccompProfile(): string {
  const names = Object.values(allowed).flatMap((group) => group.split(/\s+/));
  return JSON.stringify({
    defaultAction: 'SCMP_ACT_ERRNO',
    archMap: [
      { architecture: 'SCMP_ARCH_X86_64', subArchitectures: ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'] },
      { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: ['SCMP_ARCH_ARM'] },
    ],
    syscalls: [
      allow(names),
      { names: needless, action: 'SCMP_ACT_ERRNO', errnoRet: 0 },
      allow(['fcntl', 'fcntl64'], [{ index: 1, value: ownerlessLocks[0], op: 'SCMP_CMP_LT' }]),
      allow(['fcntl', 'fcntl64'], [{ index: 1, value: ownerlessLocks[1], op: 'SCMP_CMP_GT' }]),
      ...socketFamilies.map((value) =>
        allow(['socket', 'socketpair'], [{ index: 0, value, op: 'SCMP_CMP_EQ' }]),
      ),
      allow(['clone'], [{ index: 0, value: newNamespaces, valueTwo: 0, op: 'SCMP_CMP_MASKED_EQ' }]),
      // Its flags are in memory, where a filter cannot look; told that it does not exist, libraries use clone.
      { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: enosys },
      ...personalities.map((value) => allow(['personality'], [{ index: 0, value, op: 'SCMP_CMP_EQ' }])),
    ],
  });
}
