//! Other people's words inside Markdown: shown as they are, never obeyed.

/// Words of a user as a code span: nothing in it can open a heading, a link, an image, HTML or another code span, in
/// any dialect. Line ends become blanks, and what is not seen is left out.
pub(crate) fn quoted(text: &str, most: usize) -> String {
    let text = shortened(&one_line(text), most);
    if text.is_empty() {
        return "(nothing)".to_owned();
    }
    let fence = "`".repeat(longest_run(&text, '`') + 1);
    // A blank keeps a back-tick at the edge apart from the fence; Markdown takes one from each side again.
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Words of the base as ordinary text: characters that Markdown obeys are escaped.
pub(crate) fn escaped(text: &str, most: usize) -> String {
    let text = shortened(&one_line(text), most);
    let mut escaped = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        // An underscore inside a word emphasises nothing: `invalid_scope` stays readable.
        let inside = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        let obeyed = matches!(c, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&')
            || (c == '_' && !inside);
        if obeyed {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// One line of characters that are seen; white space is one blank.
fn one_line(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let seen: String =
        text.chars().filter(|c| !unseen(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters, cut at the end of a sentence if one is near, else of a word, with a sign that it was cut.
pub(super) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(1);
    let cut = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    let kept = text.get(..cut).unwrap_or_default();
    let sentence = kept.rfind(['.', '!', '?', '。']).map(|at| at + kept.get(at..).map_or(1, first_length));
    let is_whole = text.get(cut..).is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let word = if is_whole { Some(kept.len()) } else { kept.rfind(char::is_whitespace) };
    let end = sentence.filter(|end| *end * 3 >= kept.len() * 2).or(word.filter(|end| *end * 2 >= kept.len()));
    format!("{}…", kept.get(..end.unwrap_or(kept.len())).unwrap_or(kept).trim_end())
}

fn first_length(text: &str) -> usize {
    text.chars().next().map_or(1, char::len_utf8)
}

fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(|run| run.chars().count()).max().unwrap_or_default()
}
