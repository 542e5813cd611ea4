//! What confirmed cases say about the pages: proposals for authors, never a change.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::clock::now;
use super::insights::outcomes;
use super::keep::{KeepError, somewhere};
use crate::config::Config;
use crate::diagnosis::ActionId;
use crate::insights::{Day, Outcome};
use crate::kb::PagePath;
use crate::learning::{Cases, Confirmed, Edit, Learnt, Proposal, Vain, diff, learn};
use crate::library::{self, LoadError, PageSource};
use crate::store::{Counts, Moment, Span, Store};

/// Why nothing could be learnt.
#[derive(Debug, thiserror::Error)]
pub enum NotLearnt {
    /// The base cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The store cannot be opened or read.
    #[error(transparent)]
    Keep(#[from] KeepError),
}

/// What was learnt, and how to carry it out.
pub struct Lesson {
    /// The proposals.
    pub learnt: Learnt,
    /// The same as a diff for `git apply`; none for the built-in base, which has no folder.
    pub diff: Option<String>,
    /// Where the paths of the diff begin; none = where the program was called.
    pub root: Option<PathBuf>,
}

/// Weighs the cases that began since a day, or all of them, against the words of the pages.
///
/// # Errors
/// [`NotLearnt`] if the base or the store cannot be read.
pub fn learn_from_cases(config: &Config, since: Option<Day>) -> Result<Lesson, NotLearnt> {
    let counts = counts(config, since)?;
    let loaded = library::load(&config.library)?;
    let base = &loaded.base;
    let pages = base.symptoms().map(|symptom| &symptom.page).chain(base.causes().map(|cause| &cause.page));
    let sources = library::sources_of(&config.library, pages);
    let texts: BTreeMap<PagePath, String> =
        sources.iter().map(|(path, source)| (path.clone(), source.text.clone())).collect();
    let learnt = learn(base, &texts, &cases(&counts));
    let root = root(&config.library.folders);
    let has_folder = !config.library.folders.is_empty();
    let diff = has_folder.then(|| whole_diff(&learnt.proposals, &sources, root.is_none()));
    Ok(Lesson { learnt, diff, root })
}

fn counts(config: &Config, since: Option<Day>) -> Result<Counts, KeepError> {
    let store = Store::open_existing(somewhere(config)?)?;
    let span = Span {
        from: Moment(since.map_or(i64::MIN, Day::begin)),
        until: Moment(i64::MAX),
        quiet_before: now(),
        most_unanswered: 0,
    };
    let asked = store.clone();
    let counted = store.wait(async move { asked.counts(span).await });
    store.close();
    let broke = || KeepError::Unreadable("counting broke".to_owned());
    counted.ok_or_else(broke)?.map_err(|error| KeepError::Unreadable(error.to_string()))
}

fn cases(counts: &Counts) -> Cases {
    let mut cases = Cases::default();
    for alike in &counts.conversations {
        if let ("solved", Some(symptom), Some(cause)) =
            (alike.case.state.as_str(), &alike.case.symptom, &alike.case.cause)
        {
            cases.confirmed.push(Confirmed { symptom: symptom.clone(), cause: cause.clone(), n: alike.n });
        }
    }
    for (case, row) in outcomes(counts) {
        // Of two fixes tried at once in vain, each was.
        let causes = row.action.parts().iter().filter_map(|part| match part {
            ActionId::FixOf(cause) => Some(cause.to_string()),
            _ => None,
        });
        if let (Some(symptom), Outcome::Failed, true) = (&case.symptom, row.outcome, case.state != "solved") {
            cases.vain.extend(causes.map(|cause| Vain { symptom: symptom.clone(), cause, n: row.n }));
        }
    }
    cases
}

/// Where the paths of a diff begin. `git apply` takes paths below where it is called: those of a folder that was named
/// by such a path lead there from where the program was called, all others begin in their folder.
fn root(folders: &[PathBuf]) -> Option<PathBuf> {
    let is_below = |folder: &Path| {
        folder.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
    };
    folders.iter().find(|folder| !is_below(folder)).cloned()
}

fn whole_diff(proposals: &[Proposal], sources: &BTreeMap<PagePath, PageSource>, from_here: bool) -> String {
    let mut written = String::new();
    for (path, source) in sources {
        let mine: Vec<&Proposal> = proposals.iter().filter(|proposal| proposal.page == *path).collect();
        let edits: Vec<Edit> = mine.iter().filter_map(|proposal| proposal.edit.clone()).collect();
        let reasons: Vec<String> = mine.iter().map(|proposal| proposal.line()).collect();
        let folder = source.folder.as_deref().filter(|_| from_here);
        let file = folder.map_or_else(|| PathBuf::from(path.as_str()), |folder| folder.join(path.as_str()));
        let file = PagePath::new(&file.to_string_lossy());
        written.push_str(&diff(file.as_str(), &source.text, &edits, &reasons));
    }
    written
}
