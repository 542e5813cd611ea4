//! The data folder: may a server write there, and is there room?

use super::Finding;
use crate::config::Config;
use crate::library::{Home, HomeState, home};

const CHECK: &str = "data folder";
/// Below this nothing can be relied on: a rebuild of the index needs more, in bytes.
const TOO_LITTLE: u64 = 64 * 1024 * 1024;
/// Below this it is time to think of it, in bytes.
const LITTLE: u64 = 512 * 1024 * 1024;
/// The same for files.
const TOO_FEW_FILES: u64 = 1_000;

pub(super) fn examine(config: &Config) -> Finding {
    let Some(data) = &config.library.data else { return without(config) };
    let home = home(data);
    let shown = data.display();
    let (line, remedy) = match &home.state {
        HomeState::NoFolder => (
            format!("{shown} is no folder"),
            "name a folder with `--data DIR`, or move away what stands there".to_owned(),
        ),
        HomeState::Locked if !home.is_of_another => (
            format!("{shown} cannot be read and written, though it belongs to you (user {})", home.user),
            format!("allow it: `chmod 700 {shown}`"),
        ),
        HomeState::Locked => (
            format!("{shown} cannot be read and written by user {}", home.user),
            format!(
                "give it to that user (`chown -R {} {shown}`), or run this as the user who runs the server",
                home.user
            ),
        ),
        HomeState::Missing { can_be_made: false } => (
            format!("{shown} does not exist and cannot be made by user {}", home.user),
            format!(
                "make it and give it to the user who runs the server: `install -d -m 700 -o USER {shown}`"
            ),
        ),
        HomeState::Missing { can_be_made: true } => {
            return room(&home, format!("{shown} does not exist yet; it is made at the first start"));
        }
        HomeState::Usable => return usable(&home, &shown.to_string()),
    };
    Finding::wrong(CHECK, line, remedy).with(home.details())
}

fn without(config: &Config) -> Finding {
    if config.store.database.is_some() {
        return Finding::fine(
            CHECK,
            "none: the index is made anew at each start, conversations are in PostgreSQL",
        );
    }
    Finding::note(
        CHECK,
        "none: conversations end with the process, and the index is made anew at each start",
        "name one with `--data DIR`",
    )
}

fn usable(home: &Home, shown: &str) -> Finding {
    if home.is_far {
        return Finding::note(
            CHECK,
            format!("{shown} is on a network file system, where locks are not to be relied on"),
            "keep it on a disk of this machine, or keep conversations in PostgreSQL (`--database`)",
        )
        .with(home.details());
    }
    if home.is_of_another {
        return Finding::note(
            CHECK,
            format!("{shown} belongs to another user (number {})", home.owner),
            "run this as the user who runs the server, for example with `sudo -u USER`: what it finds is about you",
        )
        .with(home.details());
    }
    if home.is_open_to_others {
        return Finding::note(
            CHECK,
            format!("{shown} can be read by other users of this machine; it holds what people wrote"),
            format!("close it: `chmod 700 {shown}`"),
        )
        .with(home.details());
    }
    room(home, format!("{shown} can be written"))
}

/// The last question: is there room?
fn room(home: &Home, line: String) -> Finding {
    let few_files = home.free_files.is_some_and(|free| free < TOO_FEW_FILES);
    let finding = if home.free_bytes < TOO_LITTLE || few_files {
        let what = if few_files { "room for new files" } else { "room" };
        Finding::wrong(
            CHECK,
            format!("the disk has almost no {what} left"),
            "make room: without it conversations are refused with 507, and the index is kept in memory",
        )
    } else if home.free_bytes < LITTLE {
        Finding::note(CHECK, format!("{line}; the disk is getting full"), "make room before it is full")
    } else {
        Finding::fine(CHECK, line)
    };
    finding.with(home.details())
}
