//! The store: can it be opened, is it whole, does it fit this program, and do its clock and ours agree?

use super::Finding;
use crate::app::clock::now;
use crate::config;
use crate::library::{HomeState, home};
use crate::store::{Examined, OpenError, Store};

const CHECK: &str = "store";
/// Clocks that are this far apart are worth a word, in milliseconds.
const APART: i64 = 2_000;
/// Beyond this, what expires does so at the wrong time, in milliseconds.
const FAR_APART: i64 = 60_000;

/// What was found, and how many tokens are in use.
pub(super) fn examine(settings: &config::Store) -> (Finding, Option<u64>) {
    if settings.data.is_none() && settings.database.is_none() {
        let remedy = "keep it with `--data DIR` or `--database URL`";
        return (Finding::note(CHECK, "in memory: it ends with the process", remedy), Some(0));
    }
    match Store::examine(settings) {
        Ok(examined) => (of(&examined), Some(examined.n_tokens)),
        Err(OpenError::Missing { file }) if is_locked(settings) => (
            Finding::note(
                CHECK,
                format!("nothing is known of {file}: its folder cannot be entered"),
                "mend the folder first, and ask again",
            ),
            None,
        ),
        Err(OpenError::Missing { file }) => (
            Finding::fine(CHECK, format!("{file} does not exist yet; it is made at the first start")),
            Some(0),
        ),
        Err(OpenError::Damaged { file, reason }) => (damaged(&file, reason), None),
        Err(error) => (Finding::wrong(CHECK, error.to_string(), remedy(&error)), None),
    }
}

fn is_locked(settings: &config::Store) -> bool {
    settings.data.as_deref().is_some_and(|data| home(data).state == HomeState::Locked)
}

/// What the database says of a damage is for those who mend databases.
fn damaged(file: &str, reason: String) -> Finding {
    let remedy = format!(
        "put back a backup (see the guide about running deskdoc), or move {file} away, with `{file}-wal` and `{file}-shm` \
         where they are there, to begin with an empty store"
    );
    Finding::wrong(CHECK, format!("{file} is damaged and cannot be used; nothing was changed"), remedy)
        .with([format!("what was found: {reason}")])
}

fn of(examined: &Examined) -> Finding {
    let Examined { name, version, schema, known, server_time, n_conversations, .. } = examined;
    let mut details = vec![
        format!("{version}, schema {schema} (this program knows {known})"),
        format!("conversations: {n_conversations}"),
    ];
    let finding = match server_time.map(|then| then.0 - now().0) {
        Some(apart) if apart.abs() > APART => {
            let line = format!("{name}: its clock and this one are {} s apart", apart.abs() / 1000);
            let remedy = "set both clocks, for example with `timedatectl set-ntp true`";
            if apart.abs() > FAR_APART {
                Finding::wrong(CHECK, line, remedy)
            } else {
                Finding::note(CHECK, line, remedy)
            }
        }
        apart => {
            details.extend(apart.map(|apart| format!("its clock and this one are {} ms apart", apart.abs())));
            Finding::fine(CHECK, format!("{name} is whole"))
        }
    };
    let finding = if schema < known && finding.remedy.is_none() {
        details.push("its tables are brought up to date at the next start; take a backup before".to_owned());
        finding
    } else {
        finding
    };
    finding.with(details)
}

/// What to do, where the error itself does not say it.
fn remedy(error: &OpenError) -> &'static str {
    match error {
        OpenError::Unusable { .. } => "give the user who runs the server the permission, or make room",
        OpenError::Newer { .. } => "run the newer program",
        OpenError::Unreachable(_) => {
            "start the database, or look at address, port and firewall; meanwhile everything that only reads goes on"
        }
        _ => "look at the setting `database`, at the user's rights, and at the database's name",
    }
}
