//! What a base teaches: phrases, each with what it says about symptoms.

use std::collections::BTreeMap;

use super::classifier::Membership;
use super::dictionary::{Counts, Dictionary};
use super::features::{FeatureHash, Features, features};
use super::polarity::{Said, said};
use crate::kb::{KnowledgeBase, OutOfScopeId, SymptomId};
use crate::sharing::on_threads;
use crate::text::fold;
use crate::text::words::{Word, words};

/// What a text can be taken for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// A symptom.
    Symptom(SymptomId),
    /// What an out-of-scope page describes.
    OutOfScope(OutOfScopeId),
}

/// One phrase and what it says.
#[derive(Debug, Clone)]
pub(super) struct Lesson {
    /// As the author wrote it.
    pub(super) phrase: String,
    pub(super) membership: Membership,
    pub(super) features: Counts,
    /// Whether users say so: titles and error texts teach, but say nothing about how well users are understood.
    pub(super) spoken: bool,
    /// Its stems, each with whether its clause denies.
    pub(super) said: Vec<Said>,
    /// A number that depends on the words of the phrase only: which fold it is held out in.
    pub(super) lot: u64,
}

/// Everything a base teaches, in an order that no order of files or phrases can change.
#[derive(Debug, Clone, Default)]
pub(super) struct Lessons {
    pub(super) classes: Vec<Class>,
    /// In the order of their membership: all phrases of a class stand together.
    pub(super) lessons: Vec<Lesson>,
    pub(super) dictionary: Dictionary,
}

/// What a text can be taken for, symptoms first, each in the order of their ids. Drafts are left out.
pub(super) fn classes(base: &KnowledgeBase) -> Vec<Class> {
    let symptoms = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    let beyond = base.out_of_scope().filter(|page| base.is_published(&page.page));
    let symptoms = symptoms.map(|symptom| Class::Symptom(symptom.id.clone()));
    symptoms.chain(beyond.map(|page| Class::OutOfScope(page.id.clone()))).collect()
}

/// How many classes are symptoms, which come first.
pub(super) fn n_symptoms(classes: &[Class]) -> usize {
    classes.partition_point(|class| matches!(class, Class::Symptom(_)))
}

/// What lessons are told apart by: what they say, and their words.
pub(super) type Key = (Membership, String);

/// The key of a phrase.
pub(super) fn key(membership: Membership, phrase: &str) -> Key {
    (membership, fold(&phrase.replace('*', " ")))
}

/// All that a recogniser is made of, in one text: bases with equal texts make equal recognisers.
pub fn all_taught(base: &KnowledgeBase) -> String {
    let settings = base.settings();
    let limits =
        (settings.known_at.map(|limit| limit.value()), settings.between_within.map(|limit| limit.value()));
    let mut all = format!("{limits:?}");
    for symptom in base.symptoms().filter(|symptom| base.is_published(&symptom.page)) {
        let lists = [&symptom.says, &symptom.errors, &symptom.not];
        taught_by(&mut all, symptom.id.as_str(), &symptom.title, &lists);
    }
    for page in base.out_of_scope().filter(|page| base.is_published(&page.page)) {
        taught_by(&mut all, page.id.as_str(), &page.title, &[&page.says]);
    }
    all
}

/// What one page teaches. Each list says how many texts it has and each text how long it is, so that two pages never
/// look like one that says what both do; and a symptom has more lists than a page about something else.
fn taught_by(all: &mut String, id: &str, title: &str, lists: &[&Vec<String>]) {
    let mut text = |text: &str| {
        all.push_str(&text.len().to_string());
        all.push(' ');
        all.push_str(text);
    };
    text(id);
    text(title);
    text(&lists.len().to_string());
    for list in lists {
        text(&list.len().to_string());
        list.iter().for_each(|phrase| text(phrase));
    }
}

impl Lessons {
    /// Collects the lessons of a base: titles, phrases and error texts of symptoms, their counter-phrases, and the
    /// phrases of out-of-scope pages. Drafts teach nothing. Nor do descriptions: they are written for readers, and
    /// taught as one more phrase they cost two points with eight phrases a symptom and gained none with a hundred.
    pub(super) fn of(base: &KnowledgeBase, n_threads: usize) -> Self {
        let classes = classes(base);
        let mut collector = Collector::default();
        let symptoms = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
        for (class, symptom) in symptoms.enumerate() {
            collector.add(class, std::slice::from_ref(&symptom.title), Membership::Of, false);
            collector.add(class, &symptom.says, Membership::Of, true);
            collector.add(class, &symptom.errors, Membership::Of, false);
            collector.add(class, &symptom.not, Membership::NotOf, true);
        }
        let beyond = base.out_of_scope().filter(|page| base.is_published(&page.page));
        for (page, class) in beyond.zip(n_symptoms(&classes)..) {
            collector.add(class, std::slice::from_ref(&page.title), Membership::Of, false);
            collector.add(class, &page.says, Membership::Of, true);
        }
        collector.finish(classes, n_threads)
    }

    /// How many of the classes, which stand first, are symptoms.
    pub(super) fn n_symptoms(&self) -> usize {
        n_symptoms(&self.classes)
    }

    /// The phrases that users say.
    pub(super) fn spoken(&self) -> impl Iterator<Item = &Lesson> {
        self.lessons.iter().filter(|lesson| lesson.spoken)
    }

    /// Whether a phrase is about something the base does not cover.
    pub(super) fn is_beyond(&self, membership: Membership) -> bool {
        matches!(membership, Membership::Of(class) if class >= self.n_symptoms())
    }
}

#[derive(Default)]
struct Collector {
    phrases: BTreeMap<Key, Told>,
}

/// A phrase as the author wrote it, and whether users say so.
struct Told {
    phrase: String,
    spoken: bool,
}

impl Collector {
    fn add(&mut self, class: usize, phrases: &[String], membership: fn(usize) -> Membership, spoken: bool) {
        for phrase in phrases {
            let told = self
                .phrases
                .entry(key(membership(class), phrase))
                .or_insert_with(|| Told { phrase: phrase.clone(), spoken });
            told.spoken |= spoken;
        }
    }

    /// Takes the features out of all phrases, on several threads.
    fn finish(self, classes: Vec<Class>, n_threads: usize) -> Lessons {
        let phrases: Vec<(Key, Told)> = self.phrases.into_iter().collect();
        let cut = on_threads(&phrases, n_threads, |((_, folded), _)| words(folded));
        let found = on_threads(&cut, n_threads, |words| features(words));
        let dictionary = Dictionary::of(&found, n_threads);
        let known = on_threads(&found, n_threads, |features| (dictionary.counts(features), lot(features)));
        let texts: Vec<(&str, Vec<Word>)> =
            phrases.iter().map(|((_, folded), _)| folded.as_str()).zip(cut).collect();
        let said = on_threads(&texts, n_threads, |(text, words)| said(&dictionary, text, words));
        let lessons = phrases.into_iter().zip(found).zip(known.into_iter().zip(said));
        let lessons = lessons.filter(|((_, features), _)| !features.pieces.is_empty()).map(
            |((((membership, _), Told { phrase, spoken }), _), ((features, lot), said))| Lesson {
                phrase,
                membership,
                features,
                spoken,
                said,
                lot,
            },
        );
        Lessons { lessons: lessons.collect(), classes, dictionary }
    }
}

fn lot(features: &Features) -> u64 {
    let mixed = features.pieces.iter().chain(&features.words).fold(17u64, |state, (feature, count)| {
        (state ^ feature ^ u64::from(*count)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31)
    });
    spread(mixed)
}

/// Mixes all bits into the low ones, which choose the fold.
fn spread(value: FeatureHash) -> u64 {
    let value = (value ^ (value >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    value ^ (value >> 33)
}
