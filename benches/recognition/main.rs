//! How long recognition takes: learning a base, one text, and many.
//!
//! Two bases: the built-in one, and a large one of 150 symptoms with 100 phrases each ([`large`]). Figures of shared
//! machines differ from day to day; compare those of one run only.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement that cannot be made may stop"
)]

mod large;

use std::sync::LazyLock;

use deskdoc::config;
use deskdoc::kb::KnowledgeBase;
use deskdoc::library::Library;
use deskdoc::recognition::{LONGEST_TEXT, Recogniser};
use divan::Bencher;
use divan::counter::ItemsCount;

/// The machine that the goals are set for has two cores.
const N_THREADS: usize = 2;

fn main() {
    divan::main();
}

/// A base and what was learnt from it.
struct Learnt {
    base: KnowledgeBase,
    recogniser: Recogniser,
}

impl Learnt {
    fn of(base: KnowledgeBase) -> Self {
        Self { recogniser: Recogniser::learn(&base, N_THREADS), base }
    }

    fn named(name: &str) -> &'static Self {
        static BUILT_IN: LazyLock<Learnt> = LazyLock::new(|| {
            let library = Library::open(
                &config::Library { folders: Vec::new(), data: None },
                &deskdoc::search::Progress::unseen(),
            );
            Learnt::of(library.expect("the built-in base loads").snapshot().base.clone())
        });
        static LARGE: LazyLock<Learnt> = LazyLock::new(|| Learnt::of(large::base()));
        if name == "built-in" { &BUILT_IN } else { &LARGE }
    }

    /// Phrases of the base, in an order that jumps between symptoms.
    fn phrases(&self) -> Vec<&str> {
        let says = self.base.symptoms().map(|symptom| symptom.says.iter().map(String::as_str));
        let mut columns: Vec<_> = says.collect();
        let longest = columns.iter().map(ExactSizeIterator::len).max().unwrap_or_default();
        (0..longest).flat_map(|_| columns.iter_mut().filter_map(Iterator::next).collect::<Vec<_>>()).collect()
    }

    /// Sentences of the base's own words up to a length in bytes, each of about 20 words: nothing a text can hold
    /// is more work.
    fn ticket(&self, length: usize) -> String {
        let sentences = self.phrases();
        let sentences = sentences.chunks(3).map(|three| format!("{}.\n", three.join(" ")));
        let mut ticket: String =
            sentences.collect::<Vec<_>>().iter().cycle().take(length / 10).map(String::as_str).collect();
        ticket.truncate(ticket.floor_char_boundary(length));
        ticket
    }
}

const BASES: [&str; 2] = ["built-in", "150x100"];

#[divan::bench(args = BASES, sample_count = 10)]
fn learning(bencher: Bencher<'_, '_>, base: &str) {
    let base = &Learnt::named(base).base;
    bencher.bench(|| Recogniser::learn(base, N_THREADS));
}

#[divan::bench(args = BASES, sample_count = 10)]
fn reading_what_was_learnt(bencher: Bencher<'_, '_>, base: &str) {
    let Learnt { base, recogniser } = Learnt::named(base);
    let bytes = recogniser.to_bytes();
    bencher.bench(|| Recogniser::from_bytes(&bytes, base));
}

#[divan::bench(args = BASES)]
fn a_sentence(bencher: Bencher<'_, '_>, base: &str) {
    let Learnt { base, recogniser } = Learnt::named(base);
    let phrase = base.symptoms().find_map(|symptom| symptom.says.first()).map_or("", String::as_str);
    bencher.bench(|| recogniser.recognise(phrase));
}

#[divan::bench(args = BASES)]
fn a_ticket_of_1_kib(bencher: Bencher<'_, '_>, base: &str) {
    let learnt = Learnt::named(base);
    let ticket = learnt.ticket(1024);
    bencher.bench(|| learnt.recogniser.recognise(&ticket));
}

#[divan::bench(args = BASES, sample_count = 20)]
fn a_ticket_of_64_kib(bencher: Bencher<'_, '_>, base: &str) {
    let learnt = Learnt::named(base);
    let ticket = learnt.ticket(LONGEST_TEXT);
    bencher.bench(|| learnt.recogniser.recognise(&ticket));
}

#[divan::bench(sample_count = 20)]
fn a_log_of_64_kib(bencher: Bencher<'_, '_>) {
    let recogniser = &Learnt::named("150x100").recogniser;
    let line = |n: usize| format!("2026-11-21T10:{:02}:07 [{n:06x}] GET /x/{:x} 200\n", n % 60, n * 7919);
    let mut log: String = (0..2000).map(line).collect();
    log.truncate(LONGEST_TEXT);
    bencher.bench(|| recogniser.recognise(&log));
}

#[divan::bench(args = BASES, sample_count = 10)]
fn a_batch_of_1000_sentences(bencher: Bencher<'_, '_>, base: &str) {
    let learnt = Learnt::named(base);
    let phrases: Vec<&str> = learnt.phrases().into_iter().cycle().take(1000).collect();
    bencher.counter(ItemsCount::new(phrases.len())).bench(|| {
        std::thread::scope(|scope| {
            for share in phrases.chunks(phrases.len().div_ceil(N_THREADS)) {
                scope.spawn(move || {
                    for phrase in share {
                        divan::black_box(learnt.recogniser.recognise(phrase));
                    }
                });
            }
        });
    });
}
