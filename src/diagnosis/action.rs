//! What can be tried: the fix of a cause, a fix with a page of its own, or two of them that end in the same step.

use crate::kb::{CauseId, FixId, KnowledgeBase, SharedStepId};

/// Something that can be tried.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ActionId {
    /// The fix on a cause's own page.
    FixOf(CauseId),
    /// A fix with a page of its own.
    Fix(FixId),
    /// Two fixes that end in the same step, such as a restart, done together before it. Neither is a pair itself;
    /// the likelier to help stands first. When both were tried in vain, each of them was.
    Both(Box<[ActionId; 2]>),
}

impl ActionId {
    /// The single fixes it is made of: both of a pair, else itself.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::Both(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        }
    }

    /// Whether it is this fix, or a pair with it.
    pub fn includes(&self, other: &Self) -> bool {
        self == other || self.parts().contains(other)
    }

    /// Whether the base has the cause or the fix; of a pair both.
    pub fn is_known(&self, base: &KnowledgeBase) -> bool {
        match self {
            Self::FixOf(cause) => base.cause(cause).is_some(),
            Self::Fix(fix) => base.fix(fix).is_some(),
            Self::Both(parts) => parts.iter().all(|part| part.is_known(base)),
        }
    }

    /// What the cause or the fix is called; a pair by the titles of both. Empty if the base does not know it.
    pub fn title(&self, base: &KnowledgeBase) -> String {
        let titles = self.parts().iter().map(|part| match part {
            Self::FixOf(cause) => base.cause(cause).map_or("", |cause| cause.title.as_str()),
            Self::Fix(fix) => base.fix(fix).map_or("", |fix| fix.title.as_str()),
            Self::Both(_) => "",
        });
        titles.collect::<Vec<_>>().join(" + ")
    }

    /// What it takes, in minutes: of a pair the sum without the second time of the step that ends both, and never less
    /// than the larger of the two. `None` if the base does not know it.
    pub fn minutes(&self, base: &KnowledgeBase) -> Option<f64> {
        match self {
            Self::FixOf(cause) => Some(base.cause(cause)?.effort.value()),
            Self::Fix(fix) => Some(base.fix(fix)?.effort.value()),
            Self::Both(parts) => {
                let [first, second] = parts.as_ref();
                let (first, second) = (first.minutes(base)?, second.minutes(base)?);
                let shared = base.settings().shared_steps.get(self.ends_with(base)?)?.value();
                Some((first + second - shared).max(first).max(second))
            }
        }
    }

    /// The step that it ends with, where other fixes may end with it too; of a pair the step that both end with.
    pub fn ends_with<'base>(&self, base: &'base KnowledgeBase) -> Option<&'base SharedStepId> {
        match self {
            Self::FixOf(cause) => base.cause(cause)?.ends_with.as_ref(),
            Self::Fix(fix) => base.fix(fix)?.ends_with.as_ref(),
            Self::Both(parts) => {
                let [first, second] = parts.as_ref();
                first.ends_with(base).filter(|step| second.ends_with(base) == Some(*step))
            }
        }
    }

    /// How a pair is carried out: `Do both, then restart once`; nothing for a single fix.
    pub fn together(&self, base: &KnowledgeBase) -> Option<String> {
        let Self::Both(_) = self else { return None };
        Some(format!("Do both, then {} once", self.ends_with(base)?.words()))
    }
}
