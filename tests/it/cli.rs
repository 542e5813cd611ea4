//! The command line as scripts see it: exit codes, one JSON document, batches in order, and input of every sort.

mod batch;
mod catalogue;
mod content_tests;
mod doctor;
mod eval;
mod hostile_bases;
mod index;
mod input;
mod kept;
mod lint;
mod moving;
mod new;
mod output;
mod secrets;
mod settings;
mod terminal;
mod tokens;
mod tree;

use crate::world::{Deskdoc, Run, small_base};

/// A run over the small base.
fn coffee(arguments: &[&str]) -> Deskdoc {
    Deskdoc::with_base(&small_base()).args(arguments)
}

/// A run must never end by a panic or a signal, whatever it is given.
fn assert_ended_well(run: &Run, what: &str) {
    assert!(matches!(run.code, Some(0..=3)), "{what}: exit {:?}\n{}", run.code, run.err);
    assert!(!run.err.contains("panicked"), "{what}: {}", run.err);
}

#[test]
fn exit_codes_tell_answers_findings_failures_and_not_knowing_apart() {
    let broken = crate::world::cases("lint").join("references");
    assert_eq!(coffee(&["ask", "E-17 no flow"]).run().code, Some(0), "known");
    assert_eq!(coffee(&["ask", "how do I bake bread"]).run().code, Some(3), "unknown");
    assert_eq!(coffee(&["ask", "the vending machine ate my coin"]).run().code, Some(3), "out of scope");
    assert_eq!(coffee(&["search", "tank"]).run().code, Some(0), "hits");
    assert_eq!(coffee(&["search", "xyzzy"]).run().code, Some(3), "no hits");
    assert_eq!(coffee(&["lint"]).run().code, Some(0), "nothing wrong");
    assert_eq!(Deskdoc::with_base(&broken).args(["lint"]).run().code, Some(1), "findings");
    assert_eq!(coffee(&["tree", "no-coffee"]).run().code, Some(0), "a tree");
    assert_eq!(coffee(&["tree", "none"]).run().code, Some(2), "no such symptom");
    assert_eq!(coffee(&["no-such-command"]).run().code, Some(2), "usage");
    assert_eq!(coffee(&[]).run().code, Some(2), "no command");
    assert_eq!(coffee(&["--help"]).run().code, Some(0), "help");
    assert_eq!(coffee(&["--version"]).run().code, Some(0), "version");
    assert_eq!(Deskdoc::with_base("/no/such/folder".as_ref()).args(["lint"]).run().code, Some(2), "no base");
}

#[test]
fn the_built_in_base_needs_no_flag_and_knows_its_first_sentence() {
    let run = Deskdoc::new().args(["ask", "--json", "after login I land on adobe.com"]).run();
    let answer = run.json();
    assert_eq!(run.code, Some(0));
    assert_eq!(answer["outcome"], "known");
    assert_eq!(answer["symptom"], "redirected-to-adobe-com");
    assert_eq!(answer["causes"][0]["id"], "callback-not-allowlisted");
    assert!(answer["causes"][0]["fix"]["steps"].as_array().is_some_and(|steps| !steps.is_empty()));
    assert!(answer["next"]["do"].is_string());
    assert_eq!(run.err, "", "nothing is talked");
}

#[test]
fn the_first_answer_of_a_small_base_is_quick() {
    let started = std::time::Instant::now();
    coffee(&["ask", "E-17 no flow"]).run();
    // The promise is 0.3 s for the optimised program; this bound only catches what is out of all proportion.
    assert!(started.elapsed().as_secs() < 10, "{:?}", started.elapsed());
}
