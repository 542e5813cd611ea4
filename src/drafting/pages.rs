//! A new page of a kind: every key with a line that explains it, the ones it needs written out, the others as comments.

use super::Draft;
use crate::kb::{BadId, Key, Kind, SymptomId};

/// Why a page cannot be begun under a name.
pub type BadName = BadId;

/// A new page. Where it belongs follows from its kind, as in the built-in base.
///
/// # Errors
/// [`BadName`] if the name is no id.
pub fn page(kind: Kind, id: &str) -> Result<Draft, BadName> {
    let title = title(id)?;
    let mut text = format!("---\nkind: {kind}\n");
    let common = Key::common().iter().filter(|key| key.name != "kind" && key.name != "id");
    let is_first = |key: &&Key| matches!(key.name, "status" | "title");
    for key in common.clone().filter(is_first).chain(Key::of(kind)).chain(common.filter(|key| !is_first(key)))
    {
        text.push_str(&explained(key, &title));
    }
    text.push_str(&format!("---\n\n# {title}\n\n{}", body(kind)));
    Ok(Draft { path: format!("{}/{id}.md", folder(kind)), text })
}

/// A new case file.
///
/// # Errors
/// [`BadName`] if the name is no id.
pub fn case_file(id: &str) -> Result<Draft, BadName> {
    let text = CASE.replace("{title}", &title(id)?);
    Ok(Draft { path: format!("cases/{id}.case.md"), text })
}

/// The settings of a new base.
pub fn settings() -> Draft {
    Draft { path: "kb.yml".to_owned(), text: SETTINGS.to_owned() }
}

/// The folder that pages of a kind stand in.
pub(super) fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => "articles",
        Kind::Symptom => "symptoms",
        Kind::Cause => "causes",
        Kind::Fix => "fixes",
        Kind::Question => "questions",
        Kind::Check => "checks",
        Kind::OutOfScope => "out-of-scope",
    }
}

/// An id as words: `vpn-does-not-connect` becomes `Vpn does not connect`.
fn title(id: &str) -> Result<String, BadName> {
    // All kinds have names of the same form.
    SymptomId::parse(id)?;
    let words = id.replace(['-', '_'], " ");
    let mut letters = words.chars();
    Ok(letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect()))
}

fn explained(key: &Key, title: &str) -> String {
    let meaning = key.meaning.replace('\n', "\n# ");
    let example = match key.name {
        "title" => format!("title: \"{title}\""),
        _ if key.begins => key.example.to_owned(),
        _ => format!("# {}", key.example.replace('\n', "\n# ")),
    };
    format!("\n# {meaning}.\n{example}\n")
}

fn body(kind: Kind) -> &'static str {
    match kind {
        Kind::Article => {
            "What a reader needs to know. Give sections that others link to an anchor: `## Cables {#cables}`.\n"
        }
        Kind::Symptom => "What the user sees, in a sentence or two.\n",
        Kind::Cause => {
            "What is wrong, and why that leads to what the user sees. Answers begin with this paragraph.\n\n## How to tell\n\n- What is seen if it is this cause and no other.\n\n## Fix\n\n1. The first step, beginning with a verb.\n\n## Verify\n\nHow to see that it is cured.\n"
        }
        Kind::Fix => "When this helps.\n\n## Fix\n\n1. The first step, beginning with a verb.\n",
        Kind::Question => "Where the user can see the answer. Ask for nothing secret.\n",
        Kind::Check => "How the same is checked by hand.\n",
        Kind::OutOfScope => "Where to turn instead.\n",
    }
}

const CASE: &str = "---
# A draft is read, and not run. Take this line out when the case is ready.
status: draft
---

# {title}

A conversation as it should go. Quoted lines are typed, the list below says what must follow, and everything else, such
as this paragraph, is there to be read. A case file is no page.

> what somebody says first

- outcome: known

What can be expected: outcome (known, between, out_of_scope, unknown), symptom, out_of_scope, cause, asks (a question),
tries (a fix), phase, answered (QUESTION = ANSWER), verdict (CHECK = fail). An answer is given in words, or by its name:

> answer: yes
";

const SETTINGS: &str = "# What the base is called, and what it is about.
name: \"Name of the base\"
# product: \"Name of the product\"

# Where a case goes that deskdoc cannot solve: to whom, with what, and what that costs in minutes. The dearer, the more
# is tried before.
escalation:
  to: \"the help desk\"
  text: \"Say what you see, since when, and what you have tried.\"
  effort: 60

# Where the publisher shows pages that are not in the base.
# base_url: \"https://example.com/manuals/{path}.html\"

# Steps that several fixes end with, and what each takes; pages name them with `ends_with`.
# shared_steps: {restart: 2}

# Which facts the rules of checks may name, and what they are called in forms. The guide for authors explains all of it.
# facts:
#   fields:
#     screen.power: {labels: [\"Power\"]}

# The confidence from which a symptom is offered, and how near a second must come. Found by themselves without these.
# known_at: 0.5
# between_within: 0.2
";
