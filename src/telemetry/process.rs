//! What the system knows of this process. Where the system does not tell, nothing is said.
#![expect(clippy::disallowed_methods, reason = "the system tells of a process through files")]

use super::metrics::looked_up;

/// Writes memory and open files in the exposition format.
pub(super) fn write(out: &mut String) {
    if let Some(bytes) = resident_bytes() {
        let help = "Memory of the process that is not swapped out.";
        looked_up(out, "process_resident_memory_bytes", help, &[(&[], bytes)]);
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        let help = "Open files and connections of the process.";
        looked_up(out, "process_open_fds", help, &[(&[], files.count())]);
    }
}

fn resident_bytes() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}
