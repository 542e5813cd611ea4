//! The fix that is proposed, with its steps to tick off.

use super::shown::chance;
use super::view::{FixCard, FixPart, TickStep};
use crate::diagnosis::{ActionId, Ranking};
use crate::dialogue::{Advice, Phase};
use crate::kb::{self, KnowledgeBase, PagePath, SectionRef};
use crate::web::pages::passage;
use crate::web::pages::prose::Prose;
use crate::web::pages::view::ReadOn;
use crate::web::pages::words;
use crate::wire;

/// The card of a fix; nothing where the case is closed, or its page is gone.
pub(super) fn card(
    base: &KnowledgeBase,
    advice: &Advice,
    phase: &Phase,
    ranking: &Ranking,
) -> Option<FixCard> {
    if phase.is_closed() {
        return None;
    }
    let is_verifying = matches!(phase, Phase::Verifying(_));
    let actions = advice.action.parts();
    let mut parts = Vec::new();
    let (mut reading, mut verify) = (Vec::new(), Vec::new());
    let mut n_before = 0;
    for action in actions {
        let (page, given) = given(base, action)?;
        let prose = Prose::elsewhere(base, given.page);
        let part = part(action, base, page, &given, &prose, n_before);
        n_before += part.steps.len();
        parts.push(part);
        reading.extend(readings(base, action));
        let lines = given.verify.map(|section| prose.steps(section)).unwrap_or_default();
        let new: Vec<String> = lines.into_iter().filter(|line| !verify.contains(line)).collect();
        verify.extend(new);
    }
    // Of one cause the same chance is shown as in the list beside it, and not that of the fix, which is a little less.
    let own = match &advice.action {
        ActionId::FixOf(id) => ranking.causes.iter().find(|ranked| ranked.cause == *id),
        _ => None,
    };
    let own = own.and_then(|ranked| Some((base.cause(&ranked.cause)?, ranked.probability)));
    if is_verifying && verify.is_empty() {
        return None;
    }
    Some(FixCard {
        id: actions.iter().map(name).collect::<Vec<_>>().join("+"),
        chance_of: if own.is_some() { "The cause:" } else { "To help:" },
        chance: chance(own.map_or(advice.chance, |(_, probability)| probability)),
        success: own.map(|(cause, _)| words::success(cause.works.value())),
        effort: words::effort(advice.minutes),
        parts,
        verify,
        reading,
        is_verifying,
        hands_over: matches!(phase, Phase::Escalating),
    })
}

/// The page of a fix, and what it advises.
fn given<'base>(
    base: &'base KnowledgeBase,
    action: &ActionId,
) -> Option<(&'base PagePath, kb::Advice<'base>)> {
    match action {
        ActionId::FixOf(cause) => Some((&base.cause(cause)?.page, base.advice(cause)?)),
        ActionId::Fix(fix) => {
            let (fix, given) = base.fix_advice(fix)?;
            Some((&fix.page, given))
        }
        ActionId::Both(_) => None,
    }
}

fn part(
    action: &ActionId,
    base: &KnowledgeBase,
    page: &PagePath,
    given: &kb::Advice<'_>,
    prose: &Prose<'_>,
    n_before: usize,
) -> FixPart {
    let steps = given.fix.map(|section| prose.steps(section)).unwrap_or_default();
    FixPart {
        title: action.title(base),
        href: wire::href(&SectionRef { page: page.clone(), anchor: None }),
        explanation: given.explanation.to_owned(),
        how_to_tell: given.how_to_tell.map(|section| prose.section(section)),
        steps: (n_before + 1..).zip(steps).map(|(number, html)| TickStep { number, html }).collect(),
    }
}

/// What a fix rests on; links into the base lead to the passage that speaks of it.
fn readings(base: &KnowledgeBase, action: &ActionId) -> Vec<ReadOn> {
    let ActionId::FixOf(id) = action else { return Vec::new() };
    let Some(cause) = base.cause(id) else { return Vec::new() };
    let links = base.readings(cause);
    let shown = links.iter().map(|reading| {
        let link = wire::Link::from(reading);
        let href =
            if link.path.is_some() { passage::href(&link.href, &cause.title) } else { link.href.clone() };
        ReadOn::from(wire::Link { href, ..link })
    });
    shown.collect()
}

fn name(action: &ActionId) -> String {
    match action {
        ActionId::FixOf(cause) => cause.to_string(),
        ActionId::Fix(fix) => fix.to_string(),
        ActionId::Both(parts) => parts.each_ref().map(name).join("+"),
    }
}
