//! A connection is an open file to the system, which lets a process have only so many.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// What is needed beside connections: the index, logs, databases, and connections that are being refused.
const BESIDE: u64 = 512;

/// How many connections the system would allow, of so many that are wanted; changes nothing.
pub(in crate::web) fn room_for(n_connections: u64) -> u64 {
    let most = getrlimit(Resource::Nofile).maximum.unwrap_or(u64::MAX);
    n_connections.min(most.saturating_sub(BESIDE).max(most / 2))
}

/// Asks the system for as many open files as `n_connections` need, and says how many connections it allows.
pub(in crate::web) fn make_room(n_connections: u64) -> u64 {
    let wanted = n_connections.saturating_add(BESIDE);
    let now = getrlimit(Resource::Nofile);
    let most = now.maximum.unwrap_or(wanted);
    if now.current.is_some_and(|current| current < wanted) {
        let more = Rlimit { current: Some(wanted.min(most)), maximum: now.maximum };
        setrlimit(Resource::Nofile, more).ok();
    }
    let allowed = getrlimit(Resource::Nofile).current.unwrap_or(wanted);
    let n_allowed = n_connections.min(allowed.saturating_sub(BESIDE).max(allowed / 2));
    if n_allowed < n_connections {
        tracing::warn!(
            wanted = n_connections,
            allowed = n_allowed,
            "the system allows fewer open files than the limit `connections` needs: raise `LimitNOFILE` or `ulimit -n`"
        );
    }
    n_allowed
}
