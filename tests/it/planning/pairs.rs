//! Fixes that end in the same restart: two of them before one restart, where that is cheaper.

use deskdoc::diagnosis::{ActionId, Budget, Model, Step, next_step};
use deskdoc::kb::{CauseId, KnowledgeBase, SourceFile, Sources, SymptomId, assemble};
use proptest::prelude::*;

use super::cases::{Case, Dice, SHAPES, case_with_restarts};
use super::{base_of, model_of, near, tree_of, yardstick};
use crate::world::{Deskdoc, cases};

fn troubles(n: usize, n_fixes: usize, n_questions: usize) -> impl Iterator<Item = Case> {
    let mut dice = Dice(n_fixes as u64 * 1000 + n_questions as u64);
    (0..n).flat_map(|_| SHAPES).map(move |shape| case_with_restarts(&mut dice, shape, n_fixes, n_questions))
}

/// The trouble without the key that makes fixes share a step.
fn without_pairs(mut case: Case) -> Case {
    case.fixes.iter_mut().for_each(|fix| fix.restarts = false);
    case
}

/// Two causes as likely as each other; each fix takes ten minutes, the restart at its end so many of them.
fn twins(shared_steps: &str, ends_with: &str) -> KnowledgeBase {
    let page = |path: &str, text: String| SourceFile { path: path.to_owned(), bytes: text.into_bytes() };
    let cause = |id: &str| {
        let text = format!("---\nkind: cause\neffort: 10\n{ends_with}---\n# {id}\n\n## Fix\n\n1. do it\n");
        page(&format!("{id}.md"), text)
    };
    let symptom =
        "---\nkind: symptom\nsays: [it is stuck]\ncauses: {left: 0.45, right: 0.45}\nother: 0.1\n---\n";
    let files = vec![
        page("kb.yml", format!("name: Twins\n{shared_steps}")),
        page("stuck.md", symptom.to_owned()),
        cause("left"),
        cause("right"),
    ];
    let (base, mut problems) = assemble(Sources { files, ..Sources::default() }, 1);
    problems.retain(|problem| problem.code != "few-phrases");
    assert_eq!(problems, []);
    base
}

fn model(base: &KnowledgeBase) -> Model {
    let symptoms = [(SymptomId::parse("stuck").unwrap(), 1.0)];
    Model::of(base, &deskdoc::diagnosis::rank(base, &symptoms))
}

fn own(id: &str) -> ActionId {
    ActionId::FixOf(CauseId::parse(id).unwrap())
}

#[test]
fn two_fixes_come_before_one_restart_where_the_restart_is_most_of_the_work() {
    let base = twins("shared_steps: {restart: 8}\n", "ends_with: restart\n");
    let model = model(&base);
    let both = ActionId::Both(Box::new([own("left"), own("right")]));
    let action = model.actions.iter().find(|action| action.id == both).unwrap();
    assert!(near(action.cost, 12.0) && near(action.cures[0], 0.9) && near(action.cures[2], 0.0));
    let next = next_step(&model);
    assert_eq!(next.step, Step::Try(both));
    // Twelve minutes, and an hour for what neither cures.
    assert!(near(next.expected_cost, 12.0 + 60.0 * (1.0 - 0.9 * 0.9)), "{}", next.expected_cost);
}

#[test]
fn one_fix_comes_after_the_other_where_the_restart_is_soon_done() {
    let model = model(&twins("shared_steps: {restart: 1}\n", "ends_with: restart\n"));
    assert_eq!(model.actions.len(), 3);
    assert_eq!(next_step(&model).step, Step::Try(own("left")));
}

#[test]
fn two_fixes_never_take_less_than_the_larger_of_them_and_a_step_of_no_length_makes_no_pair() {
    let base = twins("shared_steps: {restart: 10}\n", "ends_with: restart\n");
    let both = ActionId::Both(Box::new([own("left"), own("right")]));
    assert_eq!(both.minutes(&base), Some(10.0));
    assert_eq!(model(&twins("shared_steps: {restart: 0}\n", "ends_with: restart\n")).actions.len(), 2);
    assert_eq!(model(&twins("", "")).actions.len(), 2);
}

#[test]
fn with_pairs_trees_cost_the_optimum_and_it_lies_lower() {
    let (mut n_cheaper, mut n_pairs) = (0, 0);
    for case in [(2, 0), (3, 2), (4, 3), (5, 3)].iter().flat_map(|(fixes, asked)| troubles(4, *fixes, *asked))
    {
        let base = base_of(&case);
        let tree = tree_of(&base, Budget::TREE);
        let optimum = yardstick::optimum(&case);
        let cost = yardstick::cost_of_tree(&case, &tree.root);
        assert!(near(cost, optimum), "{cost} {optimum}");
        assert!(near(tree.costs.expected, optimum) && near(tree.costs.optimum.unwrap(), optimum));
        n_pairs += model_of(&base).actions.len() - case.fixes.len();
        let apart = yardstick::optimum(&without_pairs(case));
        assert!(optimum <= apart + 1e-9, "{optimum} {apart}");
        n_cheaper += usize::from(optimum < apart - 1e-6);
    }
    assert!(n_pairs > 50 && n_cheaper > 8, "{n_pairs} {n_cheaper}");
}

#[test]
fn with_pairs_a_search_that_comes_to_an_end_finds_the_optimum() {
    let enough = Budget { exact: 0, search: 100_000, nodes: 100_000 };
    for case in troubles(4, 5, 2) {
        let optimum = yardstick::optimum(&case);
        let tree = tree_of(&base_of(&case), enough);
        assert!(near(yardstick::cost_of_tree(&case, &tree.root), optimum), "{:?} {optimum}", tree.costs);
        assert!(near(tree.costs.optimum.unwrap(), optimum));
    }
}

#[test]
fn with_pairs_a_search_that_looks_at_few_situations_is_never_dearer_than_chance_over_cost() {
    let few = Budget { exact: 0, search: 60, nodes: 100_000 };
    for case in troubles(6, 5, 3) {
        let tree = tree_of(&base_of(&case), few);
        assert!(near(yardstick::cost_of_tree(&case, &tree.root), tree.costs.expected));
        assert!(tree.costs.expected <= tree.costs.by_chance_per_cost + 1e-9);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pairs_never_make_a_case_dearer(seed in any::<u64>(), shape in 0..3_usize, n_questions in 0..4_usize) {
        let case = case_with_restarts(&mut Dice(seed), SHAPES[shape], 6, n_questions);
        let with = next_step(&model_of(&base_of(&case))).expected_cost;
        let without = next_step(&model_of(&base_of(&without_pairs(case)))).expected_cost;
        prop_assert!(with <= without + 1e-9, "{} {}", with, without);
    }
}

#[test]
fn programs_read_a_pair_by_the_ids_of_both_parts_and_people_by_their_titles() {
    let kiosk = |arguments: &[&str]| {
        let run = Deskdoc::with_base(&cases("bases").join("kiosk")).args(arguments).run();
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.out
    };
    let json = |arguments: &[&str]| serde_json::from_str::<serde_json::Value>(&kiosk(arguments)).unwrap();
    let both = "wrong-paper-profile+old-print-driver";
    let in_words = "Do both, then restart once: The paper profile is wrong + The print driver is old";

    let next = &json(&["ask", "K-4 print quality", "--json"])["next"];
    assert_eq!((next["do"].as_str(), next["id"].as_str()), (Some("try"), Some(both)));
    assert_eq!(next["text"], in_words);
    let told = kiosk(&["ask", "K-4 print quality"]);
    assert!(told.contains("Next: Do both, then restart once"), "{told}");

    assert_eq!(json(&["tree", "smeared-tickets", "--format", "json"])["id"], both);
    let model = json(&["tree", "smeared-tickets", "--model"]);
    let action = model["actions"].as_array().unwrap().iter().find(|action| action["id"] == both).unwrap();
    assert_eq!(action["parts"], serde_json::json!(["wrong-paper-profile", "old-print-driver"]));
    assert!(model["actions"][0].get("parts").is_none());
    for format in ["text", "mermaid", "dot", "html"] {
        let tree = kiosk(&["tree", "smeared-tickets", "--format", format]);
        assert!(tree.contains("Do both, then restart once"), "{format}: {tree}");
    }
}
