//! The table of tokens.

use super::{FAINT, Page, STRONG};
use crate::wire::TokenV1;

/// Tokens, one below the other: name and state, what each may be used for, and its times.
pub(in crate::cli) fn tokens(tokens: &[TokenV1]) -> String {
    let mut page = Page { keeps_hyphens: true, ..Page::default() };
    for token in tokens {
        let style = if token.state == "usable" { STRONG } else { FAINT };
        page.line(style, 0, &format!("{} ({})", token.name, token.state));
        page.line(style, 2, &format!("for {}", token.scopes.join(", ")));
        page.line(FAINT, 2, &times(token));
    }
    page.text
}

fn times(token: &TokenV1) -> String {
    let used =
        token.used_at.as_deref().map_or("never used".to_owned(), |at| format!("last used {}", short(at)));
    let mut parts = vec![format!("made {}", short(&token.created_at)), used];
    match (&token.revoked_at, &token.expires_at) {
        (Some(at), _) => parts.push(format!("revoked {}", short(at))),
        (None, Some(at)) if token.state == "expired" => parts.push(format!("expired {}", short(at))),
        (None, Some(at)) => parts.push(format!("expires {}", short(at))),
        (None, None) => parts.push("never expires".to_owned()),
    }
    parts.join(", ")
}

/// `2026-03-02T07:00:00.000Z` to the minute: `2026-03-02 07:00`.
fn short(moment: &str) -> String {
    moment.chars().take("2026-03-02T07:00".len()).collect::<String>().replace('T', " ")
}
