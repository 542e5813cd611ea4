//! Names, parsed once: behind the door of this module no raw string stands for a page or an id.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Why a text is no id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no id: an id starts with a small letter or digit and goes on with those, `-` and `_`")]
pub struct BadId {
    /// The text that was refused.
    pub found: String,
}

fn parse_id(text: &str) -> Result<Arc<str>, BadId> {
    let starts_well = text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let goes_on_well =
        text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if starts_well && goes_on_well { Ok(Arc::from(text)) } else { Err(BadId { found: text.to_owned() }) }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Parses an id: `[a-z0-9][a-z0-9_-]*`.
            ///
            /// # Errors
            /// [`BadId`] if the text has another form.
            pub fn parse(text: &str) -> Result<Self, BadId> {
                parse_id(text).map(Self)
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// Names a symptom.
    SymptomId,
    /// Names a cause.
    CauseId,
    /// Names a fix that has a page of its own.
    FixId,
    /// Names a question.
    QuestionId,
    /// Names one answer of a question.
    AnswerId,
    /// Names a check.
    CheckId,
    /// Names an out-of-scope page.
    OutOfScopeId,
    /// Names a step that several fixes end with, by what is done: `restart`.
    SharedStepId,
}

impl SharedStepId {
    /// The id as words: `publish the site`.
    pub fn words(&self) -> String {
        self.0.replace(['-', '_'], " ")
    }
}

/// Where a page stands: its path below the knowledge base's root, with `/` between the parts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PagePath(Arc<str>);

impl PagePath {
    /// Takes a path below the root; back slashes become slashes, `./` and doubled slashes vanish.
    pub fn new(path: &str) -> Self {
        let parts: Vec<&str> =
            path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
        Self(Arc::from(parts.join("/")))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// Paths are looked up by texts that are in their form already, such as those of resolved links.
impl Borrow<str> for PagePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PagePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One section of one page, or the page as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SectionRef {
    /// The page.
    pub page: PagePath,
    /// The section's anchor; without one the page as a whole is meant.
    pub anchor: Option<String>,
}

impl SectionRef {
    /// Reads `path.md#anchor` or `path.md`.
    pub fn parse(text: &str) -> Self {
        match text.split_once('#') {
            Some((path, anchor)) if !anchor.is_empty() => {
                Self { page: PagePath::new(path), anchor: Some(anchor.to_owned()) }
            }
            Some((path, _)) => Self { page: PagePath::new(path), anchor: None },
            None => Self { page: PagePath::new(text), anchor: None },
        }
    }
}

impl fmt::Display for SectionRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.anchor {
            Some(anchor) => write!(f, "{}#{anchor}", self.page),
            None => write!(f, "{}", self.page),
        }
    }
}
