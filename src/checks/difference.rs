//! What tells a value from those it should be one of: the nearest of them, and hosts that only look like one.

use crate::facts::{Difference, difference, look_alike_form};

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

/// In words, what a host only looks like: another one that is expected here. `None` if it does not. Hosts that the
/// base itself fixes are guarded more closely (`is_fixed`): next to them one typing error is enough. Hosts of an
/// organization often differ in a number only, and neither is a trap.
pub fn look_alike_host(found: &str, expected: &[String], is_fixed: bool) -> Option<String> {
    let authority = authority(found);
    let (user, host) =
        authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
    let host = host_of(host);
    let wanted: Vec<String> = expected.iter().map(|expected| host_of(self::authority(expected))).collect();
    if user.is_none() && wanted.contains(&host) {
        return None;
    }
    let mut wanted = wanted.iter().filter(|wanted| wanted.contains('.'));
    wanted.find_map(|wanted| pretended(user, &host, wanted, is_fixed))
}

/// The host of an authority without user name; a dot at its end is the root of all names and leads to the same host.
fn host_of(authority: &str) -> String {
    let host = authority.split(':').next().unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host).to_lowercase()
}

fn pretended(user: Option<&str>, host: &str, wanted: &str, is_fixed: bool) -> Option<String> {
    if user.is_some_and(|user| user.to_lowercase().contains(wanted)) {
        return Some(format!("“{wanted}” stands there as a user name; the host is “{host}”"));
    }
    if user.is_some() && host == wanted {
        return Some(format!("a user name stands in front of “{wanted}”"));
    }
    if host.starts_with(&format!("{wanted}.")) {
        return Some(format!("it begins like “{wanted}”, but the host is “{host}”"));
    }
    let is_elsewhere = domain(host) != domain(wanted);
    if host.strip_suffix(wanted).is_some_and(|before| !before.ends_with('.') && (is_fixed || is_elsewhere)) {
        return Some(format!("it ends like “{wanted}”, but the host is “{host}”"));
    }
    let has_alike_letters = host != wanted && skeleton(host) == skeleton(wanted);
    let is_mistyped = is_fixed && is_elsewhere && strsim::osa_distance(host, wanted) == 1;
    if !has_alike_letters && !is_mistyped {
        return None;
    }
    let place = difference(host, wanted)
        .map_or_else(String::new, |near| format!(", but character {} is {}", near.character, near.words));
    Some(format!("it looks like “{wanted}”{place}"))
}

/// The last two names of a host: as a rule what somebody had to register.
fn domain(host: &str) -> &str {
    let (at, _) = host.rmatch_indices('.').nth(1).unwrap_or((0, ""));
    host.get(at..).unwrap_or(host).trim_start_matches('.')
}

/// What is the same for two hosts that cannot be told apart in common fonts.
fn skeleton(host: &str) -> String {
    look_alike_form(host).replace("rn", "m").replace("vv", "w").replace('0', "o").replace('1', "l")
}

/// User name, host and port of an address, also of one without a scheme.
fn authority(text: &str) -> &str {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().trim()
}
