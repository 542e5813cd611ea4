//! The deskdoc program: hands the arguments to the library and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    deskdoc::cli::run(std::env::args_os())
}
