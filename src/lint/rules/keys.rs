//! Keys of front matter that look like a slip of the finger, or mean nothing where no other tool has keys.

use super::super::ground::Ground;
use crate::kb::Findings;

/// Without these a page is not what it claims to be, or is not tested as it claims to be.
const NEEDED: [&str; 10] =
    ["kind", "says", "causes", "cures", "ask", "answers", "pass", "fail", "label", "tests"];

/// Complains about keys that mean nothing: as an error where the page lacks what was meant.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    for (path, slips) in ground.slips() {
        let mut complaints = ground.complaints(path, findings);
        for slip in slips {
            let place =
                slip.inside.map_or("here".to_owned(), |list| format!("in an item of `{}`", list.name));
            let message = format!("the key `{}` means nothing {place}", slip.key);
            let Some(meant) = slip.meant else {
                let known = slip.inside.map(|list| list.keys.join("`, `")).unwrap_or_default();
                complaints.error("key-unknown", slip.at, message, &format!("it knows `{known}`"));
                continue;
            };
            let help = format!("did you mean `{meant}`?");
            if NEEDED.contains(&meant) || slip.inside.is_some() {
                complaints.error("key-mistyped", slip.at, message, &help);
            } else {
                complaints.warning("key-mistyped", slip.at, message, &help);
            }
        }
    }
}
