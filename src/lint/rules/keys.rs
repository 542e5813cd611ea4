//! Keys of front matter that look like a slip of the finger.

use super::super::ground::Ground;
use crate::kb::Findings;

/// Without these a page is not what it claims to be.
const NEEDED: [&str; 9] = ["kind", "says", "causes", "cures", "ask", "answers", "pass", "fail", "label"];

/// Complains about keys that mean nothing and are nearly one that does: as an error where the page lacks the other.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    for (path, slips) in ground.slips() {
        let mut complaints = ground.complaints(path, findings);
        for slip in slips {
            let message = format!("the key `{}` means nothing here", slip.key);
            let help = format!("did you mean `{}`?", slip.meant);
            if NEEDED.contains(&slip.meant) {
                complaints.error("key-mistyped", slip.at, message, &help);
            } else {
                complaints.warning("key-mistyped", slip.at, message, &help);
            }
        }
    }
}
