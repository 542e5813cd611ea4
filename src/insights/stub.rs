//! A page to begin with: a symptom whose phrases are messages that nobody could answer.

use super::asked::Cluster;
use crate::text::visible;
use crate::text::words::words;

/// More phrases than this make a page that nobody reads through.
const MOST_PHRASES: usize = 40;
/// A longer message is cut, in characters: what follows is a log rather than a phrase.
const LONGEST_PHRASE: usize = 300;
/// How many words of the message the name of the file has.
const N_NAME_WORDS: usize = 6;
/// And how many characters at most.
const LONGEST_NAME: usize = 60;
/// What the page is called until somebody knows better, in characters.
const LONGEST_TITLE: usize = 90;

/// A page to be finished by an author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stub {
    /// What the file may be called; the name without its ending is the symptom's id.
    pub file: String,
    /// The page.
    pub text: String,
}

/// A page for a cluster. It is a draft: no user sees it before an author has finished it.
pub fn stub(cluster: &Cluster) -> Stub {
    let title = cut(&one_line(&cluster.representative.text), LONGEST_TITLE);
    let phrases = cluster.wordings.iter().map(|text| cut(&one_line(text), LONGEST_PHRASE));
    let mut says: Vec<String> = Vec::new();
    for phrase in phrases.filter(|phrase| !phrase.is_empty()) {
        if says.len() < MOST_PHRASES && !says.contains(&phrase) {
            says.push(phrase);
        }
    }
    let says: String = says.iter().map(|phrase| format!("  - {}\n", quoted(phrase))).collect();
    let text = format!(
        "---\nkind: symptom\ntitle: {}\nstatus: draft\nsays:\n{says}---\n\n# {}\n\n\
         Describe here what is seen, and what is not. Then name the causes in the front matter\n\
         (`causes: {{id-of-a-cause: common}}`), read the phrases once more, and take `status: draft` out.\n",
        quoted(&title),
        heading(&title),
    );
    Stub { file: format!("{}.md", name(&title)), text }
}

/// The text on one line, without characters that steer.
fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A text in single quotes, in which YAML knows no escapes but the quote itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text in which Markdown sees nothing but a text.
fn heading(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '&' | '!') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// The first words as an id; a text without letters that an id may have gets a name that says so.
fn name(title: &str) -> String {
    let plain = |word: &str| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let parts = words(title).into_iter().map(|word| plain(&word.folded)).filter(|part| !part.is_empty());
    let joined = parts.take(N_NAME_WORDS).collect::<Vec<_>>().join("-");
    let cut: String = joined.chars().take(LONGEST_NAME).collect();
    let cut = cut.trim_matches('-');
    if cut.is_empty() { "new-symptom".to_owned() } else { cut.to_owned() }
}
