//! What tells a value from those it should be one of: the nearest of them, and hosts that only look like one.

use crate::facts::{Difference, difference};

/// Where a text differs from the one that comes nearest to it, or from the beginning of it. `None` if none is near.
pub fn nearest_difference(found: &str, against: &[String]) -> Option<Difference> {
    let length = found.chars().count();
    let whole = against.iter().map(String::as_str);
    let beginnings = against.iter().filter_map(|text| {
        let (end, _) = text.char_indices().nth(length)?;
        text.get(..end)
    });
    let candidates: Vec<&str> = whole.chain(beginnings).collect();
    let near = candidates
        .iter()
        .filter_map(|candidate| Some((distance(found, candidate), difference(found, candidate)?)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, difference)| difference)
}

fn distance(one: &str, other: &str) -> usize {
    strsim::levenshtein(one, other)
}

/// In words, what a host only looks like: another one that is expected here. `None` if it does not.
pub fn look_alike_host(found: &str, expected: &[String]) -> Option<String> {
    let authority = authority(found);
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    expected.iter().find_map(|expected| {
        let wanted = self::authority(expected).split(':').next().unwrap_or_default().to_ascii_lowercase();
        if wanted.is_empty() || !wanted.contains('.') || (host == wanted && user.is_none()) {
            return None;
        }
        if user.is_some_and(|user| user.to_ascii_lowercase().contains(&wanted)) {
            return Some(format!("“{wanted}” stands there as a user name; the host is “{host}”"));
        }
        if user.is_some() && host == wanted {
            return Some(format!("a user name stands in front of “{wanted}”"));
        }
        if host.starts_with(&format!("{wanted}.")) {
            return Some(format!("it begins like “{wanted}”, but the host is “{host}”"));
        }
        if host.ends_with(&wanted) {
            return Some(format!("it ends like “{wanted}”, but the host is “{host}”"));
        }
        let near = difference(&host, &wanted)?;
        let edits = strsim::levenshtein(&host, &wanted);
        (edits <= 2)
            .then(|| format!("it looks like “{wanted}”, but character {} is {}", near.character, near.words))
    })
}

/// User name, host and port of an address, also of one without a scheme.
fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().trim()
}
