//! Troubles that were found, as pages. What documentation cannot tell stays open.

/// What may be behind it, or what is to be done.
pub(super) struct FoundCause {
    pub(super) title: String,
    pub(super) explanation: String,
    pub(super) steps: Vec<String>,
    pub(super) place: String,
}

/// A trouble found in documentation.
pub(super) struct Trouble {
    pub(super) title: String,
    pub(super) description: String,
    pub(super) errors: Vec<String>,
    /// Where it was found.
    pub(super) place: String,
    pub(super) causes: Vec<FoundCause>,
}

/// The page of a symptom, with the names of its causes.
pub(super) fn symptom_page(trouble: &Trouble, causes: &[String]) -> String {
    let errors: String = trouble.errors.iter().map(|text| format!("  - {}\n", yaml(text))).collect();
    let causes: String = causes.iter().map(|id| format!("  {id}: occasional\n")).collect();
    let description = match trouble.description.as_str() {
        "" => String::new(),
        text => format!("description: {}\n", yaml(text)),
    };
    format!(
        "---\nkind: symptom\n# Drafted from documentation. Take this line out when the page is ready.\nstatus: draft\ntitle: {}\n{description}refs: [{}]\n# Texts that the product shows. Take out what other symptoms show too.\nerrors:\n{errors}# How people put it: at least 8 phrases, from tickets.\nsays:\n  # - \"the words of somebody who called\"\n# How likely is each: common, occasional or rare?\ncauses:\n{causes}---\n\n# {}\n\n{}\n",
        yaml(&trouble.title),
        yaml(&trouble.place),
        one_line(&trouble.title),
        if trouble.description.is_empty() {
            "What the user sees, in a sentence or two."
        } else {
            &trouble.description
        },
    )
}

/// The page of a cause.
pub(super) fn cause_page(cause: &FoundCause) -> String {
    let steps = match cause.steps.as_slice() {
        [] => "1. The first step, beginning with a verb.\n".to_owned(),
        steps => steps
            .iter()
            .enumerate()
            .map(|(at, step)| format!("{}. {}\n", at + 1, markdown(step)))
            .collect::<String>(),
    };
    let explanation = if cause.explanation.is_empty() {
        "What is wrong, and why.".to_owned()
    } else {
        markdown(&cause.explanation)
    };
    format!(
        "---\nkind: cause\n# Drafted from documentation. Say in `title` what is wrong, then take this line out.\nstatus: draft\ntitle: {}\nrefs: [{}]\neffort: medium\nworks: usually\n---\n\n# {}\n\n{explanation}\n\n## Fix\n\n{steps}",
        yaml(&cause.title),
        yaml(&cause.place),
        one_line(&cause.title),
    )
}

/// A text in double quotes, as YAML has it.
fn yaml(text: &str) -> String {
    format!("\"{}\"", one_line(text).replace('\\', "\\\\").replace('"', "\\\""))
}

/// Plain text as Markdown: signs that would be marks are kept from being some.
fn markdown(text: &str) -> String {
    let text = one_line(text);
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>') {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

/// A text on one line, without anything that steers.
pub(super) fn one_line(text: &str) -> String {
    crate::text::visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
