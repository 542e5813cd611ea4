//! The paths that stand in code: `a::b::c`, and the branches of `use a::{b, c::d}`.

/// A path, segment by segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodePath {
    segments: Vec<String>,
}

impl CodePath {
    /// The module of this crate that the path leads into; `depth` is how deep the file's own module stands.
    pub fn module_of_this_crate(&self, depth: usize) -> Option<&str> {
        let climbed = self.segments.iter().take_while(|segment| *segment == "super").count();
        let from_root = match self.segments.first().map(String::as_str) {
            Some("crate") => 1,
            Some("super") if climbed == depth => climbed,
            _ => return None,
        };
        self.segments.get(from_root).map(String::as_str)
    }

    /// Whether the segments of `owned` stand in the path: at its start for a library or `std`, anywhere for a type.
    pub fn goes_through(&self, owned: &str) -> bool {
        let owned: Vec<&str> = owned.split("::").collect();
        let is_type = owned.first().is_some_and(|first| first.starts_with(char::is_uppercase));
        let places = if is_type { self.segments.len() } else { 1 };
        (0..places).any(|from| {
            let rest = self.segments.get(from..).unwrap_or_default();
            rest.len() >= owned.len() && rest.iter().zip(&owned).all(|(segment, wanted)| segment == wanted)
        })
    }
}

/// All paths of two or more segments, and all that `use` names.
pub fn in_code(code: &str) -> Vec<CodePath> {
    let tokens = tokens(code);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_use = tokens[at] == "use";
        let start = if is_use { at + 1 } else { at };
        let begins = tokens.get(start).is_some_and(|token| is_word(token));
        if !begins {
            at += 1;
            continue;
        }
        let before = paths.len();
        at = tree(&tokens, start, &[], &mut paths).max(at + 1);
        if !is_use {
            let found = paths.split_off(before);
            paths.extend(found.into_iter().filter(|path| path.segments.len() > 1));
        }
    }
    paths
}

/// Reads one path or use tree and returns where it ends.
fn tree(tokens: &[&str], from: usize, prefix: &[String], paths: &mut Vec<CodePath>) -> usize {
    let mut segments = prefix.to_vec();
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        match *token {
            "{" if at > from => return branches(tokens, at + 1, &segments, paths),
            token if is_word(token) || token == "*" => segments.push(token.to_owned()),
            _ => break,
        }
        at += 1;
        if tokens.get(at) != Some(&"::") {
            break;
        }
        at += 1;
    }
    segments.retain(|segment| segment != "self" && segment != "*");
    paths.push(CodePath { segments });
    at
}

fn branches(tokens: &[&str], from: usize, prefix: &[String], paths: &mut Vec<CodePath>) -> usize {
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        match *token {
            "}" => return at + 1,
            "as" => at += 2,
            token if is_word(token) => at = tree(tokens, at, prefix, paths).max(at + 1),
            _ => at += 1,
        }
    }
    at
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::` and single other characters; blanks are dropped.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let is_part = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_part(first) {
            rest.find(|c| !is_part(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, behind) = rest.split_at(length);
        if !first.is_whitespace() {
            tokens.push(token);
        }
        rest = behind;
    }
    tokens
}
