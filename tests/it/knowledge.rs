//! What the built-in knowledge base promises: it is complete, sound, asks for no secrets and recognises people's words.

mod languages;
mod lists;
mod messages;
mod mission;

use std::collections::BTreeSet;

use deskdoc::kb::{CauseId, CheckId, Kind, KnowledgeBase, Page, SymptomId};

use self::languages::Language;
use crate::world::{builtin, no_complaints};

#[test]
fn the_built_in_base_has_no_problem_at_all() {
    let snapshot = builtin().snapshot();
    no_complaints(snapshot.problems.iter().map(ToString::to_string).collect());
}

#[test]
fn every_statement_of_the_sources_is_cited_by_a_published_page() {
    let snapshot = builtin().snapshot();
    let cited: BTreeSet<String> =
        published(&snapshot.base).flat_map(|page| page.text().refs.clone()).collect();
    let wanted = (1..=45).map(|number| format!("S{number}")).chain(["N1".to_owned()]);
    let missing: Vec<String> = wanted.filter(|statement| !cited.contains(statement)).collect();
    assert!(missing.is_empty(), "cited by no page: {missing:?}");
}

#[test]
fn every_symptom_cause_and_check_of_the_domain_has_a_published_page() {
    let snapshot = builtin().snapshot();
    let base = &snapshot.base;
    let mut missing = Vec::new();
    for id in lists::SYMPTOMS {
        let symptom = base.symptom(&SymptomId::parse(id).unwrap());
        missing.extend(symptom.filter(|symptom| base.is_published(&symptom.page)).is_none().then_some(id));
    }
    for id in lists::CAUSES {
        let cause = base.cause(&CauseId::parse(id).unwrap());
        missing.extend(cause.filter(|cause| base.is_published(&cause.page)).is_none().then_some(id));
    }
    for id in lists::CHECKS {
        let id_of = CheckId::parse(id).unwrap();
        let check = base.checks().find(|check| check.id == id_of);
        missing.extend(check.filter(|check| base.is_published(&check.page)).is_none().then_some(id));
    }
    assert!(missing.is_empty(), "no page for {missing:?}");
}

#[test]
fn every_symptom_is_put_in_eight_ways_and_in_five_languages() {
    let snapshot = builtin().snapshot();
    let mut complaints = Vec::new();
    for symptom in snapshot.base.symptoms() {
        if symptom.says.len() < 8 {
            complaints.push(format!("{}: only {} phrases", symptom.id, symptom.says.len()));
        }
        let spoken: BTreeSet<Language> =
            symptom.says.iter().filter_map(|phrase| Language::of(phrase)).collect();
        for language in Language::ALL.iter().filter(|language| !spoken.contains(language)) {
            complaints.push(format!("{}: no phrase in {language:?}", symptom.id));
        }
    }
    no_complaints(complaints);
}

#[test]
fn every_cause_says_what_to_do_or_hands_over_and_what_it_rests_on() {
    let snapshot = builtin().snapshot();
    let base = &snapshot.base;
    let mut complaints = Vec::new();
    for cause in base.causes() {
        let advice = base.advice(&cause.id).unwrap();
        if !cause.escalate && advice.items(advice.fix).is_empty() {
            complaints.push(format!("{}: no step under `## Fix` and no `escalate: true`", cause.id));
        }
        if advice.explanation.is_empty() {
            complaints.push(format!("{}: nothing says what is wrong", cause.id));
        }
        if base.readings(cause).is_empty() {
            complaints.push(format!("{}: no documentation", cause.id));
        }
    }
    no_complaints(complaints);
}

#[test]
fn every_cause_is_behind_a_symptom_or_found_by_a_check() {
    let snapshot = builtin().snapshot();
    let base = &snapshot.base;
    let named: BTreeSet<&CauseId> =
        base.symptoms().flat_map(|symptom| symptom.causes.iter().map(|(cause, _)| cause)).collect();
    let lost = base
        .causes()
        .filter(|cause| !named.contains(&cause.id) && base.checks_for(&cause.id).next().is_none());
    no_complaints(lost.map(|cause| format!("{}: nothing leads to it", cause.id)).collect());
}

#[test]
fn no_page_asks_for_a_secret() {
    let snapshot = builtin().snapshot();
    let asking = |page: &Page| -> Vec<String> {
        let text = page.text();
        let texts = text.document.sections.iter().flat_map(|section| sentences(&section.text));
        texts.filter(|text| asks_for_a_secret(text)).map(|text| format!("{}: {text}", page.path)).collect()
    };
    let questions = snapshot.base.questions().filter(|question| asks_for_a_secret(&question.ask));
    let asked = questions.map(|question| format!("{}: {}", question.page, question.ask));
    no_complaints(published(&snapshot.base).flat_map(asking).chain(asked).collect());
}

#[test]
fn the_watch_for_secrets_knows_a_request_when_it_sees_one() {
    assert!(asks_for_a_secret("Please send the client secret to the help desk."));
    assert!(asks_for_a_secret("Then tell us your password"));
    assert!(asks_for_a_secret("Open the form and paste the token here."));
    assert!(!asks_for_a_secret("Do not send the client secret to anybody."));
    assert!(!asks_for_a_secret("Send the client ID, never the secret."));
    assert!(!asks_for_a_secret("Enter the secret again yourself."));
}

#[test]
fn articles_say_who_answers_for_them() {
    let snapshot = builtin().snapshot();
    let nobody = published(&snapshot.base).filter(|page| page.owner.is_none() || page.description.is_none());
    no_complaints(nobody.map(|page| format!("{}: no `owner` or no `description`", page.path)).collect());
}

#[test]
fn nothing_that_users_see_is_a_draft_and_every_kind_is_there() {
    let snapshot = builtin().snapshot();
    for kind in Kind::ALL {
        assert!(published(&snapshot.base).any(|page| page.kind == kind), "no page of kind {kind}");
    }
}

fn published(base: &KnowledgeBase) -> impl Iterator<Item = &Page> {
    base.pages().iter().filter(|page| page.is_published())
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '.', '!', '?', ';']).map(str::trim)
}

/// A demand for something secret, without a word that turns it round.
fn asks_for_a_secret(sentence: &str) -> bool {
    const DEMANDS: [&str; 9] = ["send", "tell", "give", "paste", "mail", "post", "share", "attach", "reveal"];
    const SECRETS: [&str; 6] = ["secret", "password", "passphrase", "token", "private key", "returning url"];
    const OPENINGS: [&str; 5] = ["please", "and", "then", "must", "should"];
    const TURNS: [&str; 8] = ["not", "never", "no", "don't", "without", "nobody", "keep", "only"];
    let sentence = sentence.to_lowercase();
    let words: Vec<&str> =
        sentence.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| TURNS.contains(word)) {
        return false;
    }
    let demand = (0..words.len())
        .find(|at| DEMANDS.contains(&words[*at]) && (*at == 0 || OPENINGS.contains(&words[at - 1])));
    demand.is_some_and(|at| {
        let rest = words[at..].join(" ");
        SECRETS.iter().any(|secret| rest.contains(secret))
    })
}
