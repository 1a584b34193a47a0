//! The fence: what the worker gives up before it reads the first byte.
//!
//! Limits on memory, time, files and descriptors on every Unix; on Linux also no rise of rights, no dump, death
//! with the parent, no file system (Landlock, where the kernel has it) and no system call but those that compute
//! (seccomp, without which the worker refuses to work).

/// What holds.
pub(crate) struct Fence {
    /// Whether Landlock is in force. Kernels before 5.13, or built without it, lack it; seccomp alone then keeps
    /// the worker from files.
    #[cfg_attr(not(debug_assertions), allow(dead_code))]
    pub(crate) landlock: bool,
}

/// Raises the fence; an error is a sentence for the user.
pub(crate) fn raise() -> Result<Fence, String> {
    #[cfg(unix)]
    limits::set().map_err(|error| format!("The preview's limits cannot be set: {error}."))?;
    #[cfg(target_os = "linux")]
    {
        linux::part().map_err(|error| format!("The preview cannot give up its rights: {error}."))?;
        let landlock = linux::close_files();
        limits::close_descriptors()
            .map_err(|error| format!("The preview's limits cannot be set: {error}."))?;
        linux::filter_calls().map_err(|error| format!("The preview's filter cannot be set: {error}."))?;
        Ok(Fence { landlock })
    }
    #[cfg(not(target_os = "linux"))]
    {
        #[cfg(unix)]
        limits::close_descriptors()
            .map_err(|error| format!("The preview's limits cannot be set: {error}."))?;
        Ok(Fence { landlock: false })
    }
}

#[cfg(unix)]
mod limits {
    use rustix::io;
    use rustix::process::{Resource, Rlimit, setrlimit};

    /// Address space in bytes.
    #[cfg(not(target_vendor = "apple"))]
    const MEMORY: u64 = 512 << 20;
    /// Processor time in seconds.
    const CPU: u64 = 5;
    /// Standard input, output and error are open; nothing else will be.
    const DESCRIPTORS: u64 = 3;

    pub(super) fn set() -> io::Result<()> {
        // macOS counts the shared cache of the system's libraries and refuses such a limit.
        #[cfg(not(target_vendor = "apple"))]
        limit(Resource::As, MEMORY)?;
        limit(Resource::Cpu, CPU)?;
        limit(Resource::Fsize, 0)?;
        limit(Resource::Core, 0)
    }

    /// Apart from the others, since building the Landlock ruleset takes a descriptor.
    pub(super) fn close_descriptors() -> io::Result<()> {
        limit(Resource::Nofile, DESCRIPTORS)
    }

    fn limit(resource: Resource, value: u64) -> io::Result<()> {
        setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use std::collections::BTreeMap;

    use landlock::{ABI, Access, AccessFs, AccessNet, Ruleset, RulesetAttr, RulesetStatus, Scope};
    use rustix::process::{DumpableBehavior, Signal, set_dumpable_behavior, set_parent_process_death_signal};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
        SeccompRule,
    };

    /// The newest set of rights asked for; older kernels take the part they know.
    const LANDLOCK: ABI = ABI::V6;

    pub(super) fn part() -> rustix::io::Result<()> {
        set_parent_process_death_signal(Some(Signal::KILL))?;
        set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
        rustix::thread::set_no_new_privs(true)
    }

    /// Whether Landlock now denies all files, sockets and signals.
    pub(super) fn close_files() -> bool {
        let rules = Ruleset::default()
            .handle_access(AccessFs::from_all(LANDLOCK))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(LANDLOCK)))
            .and_then(|rules| rules.scope(Scope::from_all(LANDLOCK)))
            .and_then(Ruleset::create);
        let status = rules.and_then(landlock::RulesetCreated::restrict_self);
        status.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
    }

    /// What a program needs that reads, computes, writes and ends. No `open`, no `socket`, no `clone`, no `exec`,
    /// no `kill`.
    const ALLOWED: &[libc::c_long] = &[
        libc::SYS_read,
        libc::SYS_readv,
        libc::SYS_write,
        libc::SYS_writev,
        libc::SYS_close,
        libc::SYS_munmap,
        libc::SYS_mremap,
        libc::SYS_madvise,
        libc::SYS_brk,
        libc::SYS_futex,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_sigaltstack,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_restart_syscall,
        libc::SYS_clock_gettime,
        libc::SYS_getrandom,
        libc::SYS_sched_yield,
    ];

    pub(super) fn filter_calls() -> Result<(), Box<dyn std::error::Error>> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, vec![])).collect();
        // Memory may be had, but not run.
        rules.insert(libc::SYS_mmap, vec![never_executable()?]);
        rules.insert(libc::SYS_mprotect, vec![never_executable()?]);
        let refuse = SeccompAction::Errno(libc::EPERM as u32);
        let arch = std::env::consts::ARCH.try_into()?;
        let filter = SeccompFilter::new(rules, refuse, SeccompAction::Allow, arch)?;
        seccompiler::apply_filter(&BpfProgram::try_from(filter)?)?;
        Ok(())
    }

    fn never_executable() -> Result<SeccompRule, Box<dyn std::error::Error>> {
        let execute = SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64);
        let condition = SeccompCondition::new(2, SeccompCmpArgLen::Dword, execute, 0)?;
        Ok(SeccompRule::new(vec![condition])?)
    }
}
