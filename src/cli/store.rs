//! `deskdoc store`: what is kept, out as JSON lines and in again.

use std::io::{self, BufWriter};

use super::args::StoreAction;
use super::failure::Failure;
use super::{Exit, output};
use crate::app::{self, Moved};
use crate::config::Config;

pub(super) fn run(config: &Config, action: &StoreAction) -> Result<Exit, Failure> {
    match action {
        StoreAction::Export(_) => {
            let moved = app::export_store(config, &mut BufWriter::new(io::stdout().lock()))?;
            output::talk(&format!("exported {}", records(moved.records)));
        }
        StoreAction::Import(_) => {
            let moved = app::import_store(config, &mut io::stdin().lock())?;
            output::talk(&imported(moved));
        }
    }
    Ok(Exit::Fine)
}

fn imported(moved: Moved) -> String {
    let n_new = moved.records - moved.known;
    match moved.known {
        0 => format!("imported {}", records(n_new)),
        known => format!("imported {}; {} were there already", records(n_new), records(known)),
    }
}

fn records(n: u64) -> String {
    if n == 1 { "1 record".to_owned() } else { format!("{n} records") }
}
