//! What of a Rust file is code: comments, texts and test modules are blanked out.

/// The code of a file, everything else replaced by blanks.
pub fn code_of(source: &str) -> String {
    without_test_modules(&without_texts(source))
}

/// Blanks comments, string and character literals.
fn without_texts(source: &str) -> String {
    let text: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while at < text.len() {
        let end = literal_end(&text, at);
        if end > at {
            code.push(' ');
            at = end;
        } else {
            code.push(text[at]);
            at += 1;
        }
    }
    code
}

/// Where the comment or literal that starts here ends; `at` itself if none starts here.
fn literal_end(text: &[char], at: usize) -> usize {
    let next = text.get(at + 1).copied().unwrap_or(' ');
    let in_word = at > 0 && (text[at - 1].is_alphanumeric() || text[at - 1] == '_');
    match text[at] {
        '/' if next == '/' => position(text, at, '\n'),
        '/' if next == '*' => comment_end(text, at),
        '"' => string_end(text, at),
        'r' | 'b' | 'c' if !in_word => raw_end(text, at),
        '\'' => character_end(text, at),
        _ => at,
    }
}

fn position(text: &[char], from: usize, wanted: char) -> usize {
    (from..text.len()).find(|at| text[*at] == wanted).unwrap_or(text.len())
}

fn comment_end(text: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from, 0);
    while at < text.len() {
        match (text[at], text.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn string_end(text: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < text.len() && text[at] != '"' {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(text.len())
}

/// `r"…"`, `r#"…"#`, `br"…"`; `from` itself if it is an ordinary word.
fn raw_end(text: &[char], from: usize) -> usize {
    let mut at = from;
    while at < text.len() && matches!(text[at], 'r' | 'b' | 'c') {
        at += 1;
    }
    let hashes = text[at..].iter().take_while(|c| **c == '#').count();
    if text.get(at + hashes) != Some(&'"') || !text[from..at].contains(&'r') {
        return from;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let start = at + hashes + 1;
    let close = (start..text.len()).find(|at| text[*at..].starts_with(&closing));
    close.map_or(text.len(), |close| close + closing.len())
}

/// A character literal; a lifetime is code.
fn character_end(text: &[char], from: usize) -> usize {
    match (text.get(from + 1), text.get(from + 2)) {
        (Some('\\'), _) => position(text, from + 3, '\'') + 1,
        (Some(_), Some('\'')) => from + 3,
        _ => from,
    }
}

/// Cuts out `#[cfg(test)] mod name { … }`. Texts are gone already, so braces count.
fn without_test_modules(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let Some(start) = code.find(MARK) else { return code.to_owned() };
    let (before, rest) = code.split_at(start);
    let rest = &rest[MARK.len()..];
    let mut depth = 0;
    for (at, c) in rest.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, '}' | ';') {
            return format!("{before}{}", without_test_modules(&rest[at + c.len_utf8()..]));
        }
    }
    before.to_owned()
}
