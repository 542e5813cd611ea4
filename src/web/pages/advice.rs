//! What the pages of causes and fixes advise, made ready to be shown.

use super::prose::Prose;
use super::view::{Advice, CauseCard, Chance, ReadOn};
use super::words;
use crate::diagnosis::{self, RankedCause, chance_word};
use crate::kb::{self, CauseId, FixId, KnowledgeBase, SectionRef};
use crate::wire;

/// How many cards are open from the start.
const N_OPEN: usize = 2;

/// The cards of the causes, most likely first. Drafts have none. `next` are the causes whose fixes are to be tried.
pub(super) fn cards(base: &KnowledgeBase, causes: &[RankedCause], next: &[&CauseId]) -> Vec<CauseCard> {
    let known = causes.iter().filter_map(|ranked| {
        let cause = base.cause(&ranked.cause)?;
        base.is_published(&cause.page).then_some((ranked, cause))
    });
    known.zip(1..).filter_map(|((ranked, cause), number)| card(base, ranked, cause, number, next)).collect()
}

fn card(
    base: &KnowledgeBase,
    ranked: &RankedCause,
    cause: &kb::Cause,
    number: usize,
    next: &[&CauseId],
) -> Option<CauseCard> {
    let is_next = next.contains(&&cause.id);
    let given = base.advice(&cause.id)?;
    let advice = Advice {
        effort: words::effort(cause.effort.value()),
        success: words::success(cause.works.value()),
        hands_over: cause.escalate,
        ..shown(base, &given)
    };
    Some(CauseCard {
        number,
        id: cause.id.to_string(),
        title: cause.title.clone(),
        href: wire::href(&SectionRef { page: cause.page.clone(), anchor: None }),
        is_open: number <= N_OPEN || is_next,
        is_next,
        chance: Chance { word: chance_word(ranked.probability), percent: words::percent(ranked.probability) },
        why: words::sentence(&diagnosis::reason(base, ranked)),
        advice,
        reading: base.readings(cause).iter().map(wire::Link::from).map(ReadOn::from).collect(),
    })
}

/// What a fix with a page of its own advises: title, address and advice.
pub(super) fn of_fix(base: &KnowledgeBase, id: &FixId, works: f64) -> Option<(String, String, Advice)> {
    let (fix, given) = base.fix_advice(id)?;
    let advice = Advice {
        effort: words::effort(fix.effort.value()),
        success: words::success(works),
        ..shown(base, &given)
    };
    Some((fix.title.clone(), wire::href(&SectionRef { page: fix.page.clone(), anchor: None }), advice))
}

fn shown(base: &KnowledgeBase, given: &kb::Advice<'_>) -> Advice {
    let prose = Prose::elsewhere(base, given.page);
    let section = |section: Option<&_>| {
        section.map(|section| prose.section(section)).filter(|html| !html.trim().is_empty())
    };
    Advice {
        explanation: prose.opening(),
        how_to_tell: section(given.how_to_tell),
        fix: section(given.fix),
        verify: section(given.verify),
        effort: String::new(),
        success: "",
        hands_over: false,
    }
}
