//! Does the clock make sense? Tokens expire by it, and signed calls are refused when it is wrong.

use super::Finding;
use crate::app::clock::now;
use crate::insights::Day;

const CHECK: &str = "clock";
/// This program was written after it, in milliseconds since 1970: 1 January 2026.
const WRITTEN: i64 = 1_767_225_600_000;

pub(super) fn examine() -> Finding {
    let moment = now();
    let day = Day::of(moment.0);
    if moment.0 < WRITTEN {
        return Finding::wrong(
            CHECK,
            format!("this machine believes that it is {day}, before this program was written"),
            "set the clock, for example with `timedatectl set-ntp true`",
        );
    }
    Finding::fine(CHECK, format!("this machine has {day} (UTC)"))
}
