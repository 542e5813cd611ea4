//! The deskdoc program: hands the arguments to the library and returns its exit code.

use std::process::ExitCode;

/// Gives memory back after a reload, however many threads took part in it; that of glibc keeps most of it for each thread.
#[cfg(all(unix, not(target_env = "musl")))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    deskdoc::cli::run(std::env::args_os())
}
