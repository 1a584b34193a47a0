//! The machine around the store: its name, and who still runs on it.

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

/// The machine's name on its network; empty where it has none that is text.
pub fn host_name() -> String {
    rustix::system::uname().nodename().to_str().unwrap_or_default().to_owned()
}

/// A word for this boot of this machine, the same for all of its processes; of the kernel where it has one. Elsewhere
/// the machine's name must do: then a reboot isn't noticed by it, only by the time since boot that goes back.
pub fn boot_id() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let word = kernel.trim();
    if word.is_empty() { host_name() } else { word.to_owned() }
}

/// Whether a process of that number runs. One that isn't ours to signal does.
pub fn process_lives(number: u32) -> bool {
    let Some(pid) = i32::try_from(number).ok().and_then(Pid::from_raw) else { return false };
    !matches!(test_kill_process(pid), Err(Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_an_impossible_one_does_not() {
        assert!(process_lives(std::process::id()));
        assert!(!process_lives(0) && !process_lives(u32::MAX));
        assert!(!host_name().is_empty());
        assert!(!boot_id().is_empty() && boot_id() == boot_id());
    }
}
