//! What the planner promises, measured with a yardstick of its own.

mod builtin;
pub mod cases;
mod pairs;
mod properties;
pub mod yardstick;

use deskdoc::diagnosis::{Budget, Model, Step, Tree, alternatives, next_step, rank};
use deskdoc::kb::{CauseId, KnowledgeBase, Sources, SymptomId, assemble};

use cases::{Case, Dice, SHAPES, case};

/// Made-up troubles of all shapes and of growing size, the same in every run.
fn troubles(n: usize, n_fixes: usize, n_questions: usize) -> impl Iterator<Item = Case> {
    let mut dice = Dice(n_fixes as u64 * 100 + n_questions as u64);
    (0..n).flat_map(|_| SHAPES).map(move |shape| case(&mut dice, shape, n_fixes, n_questions))
}

fn base_of(case: &Case) -> KnowledgeBase {
    let (base, mut problems) = assemble(Sources { files: case.pages(), ..Sources::default() }, 1);
    problems.retain(|problem| problem.code != "few-phrases");
    assert_eq!(problems, []);
    base
}

fn model_of(base: &KnowledgeBase) -> Model {
    Model::of(base, &rank(base, &[(SymptomId::parse("trouble").unwrap(), 1.0)]))
}

fn tree_of(base: &KnowledgeBase, budget: Budget) -> Tree {
    let symptom = base.symptom(&SymptomId::parse("trouble").unwrap()).unwrap();
    let listed: Vec<CauseId> = symptom.causes.iter().map(|(cause, _)| cause.clone()).collect();
    Tree::compile(&model_of(base), &listed, budget)
}

fn near(first: f64, second: f64) -> bool {
    (first - second).abs() < 1e-6
}

#[test]
fn trees_cost_the_optimum_where_the_model_is_small_enough() {
    let sizes = [(1, 0), (1, 1), (2, 2), (3, 3), (4, 3), (5, 3)];
    for case in sizes.iter().flat_map(|(n_fixes, n_questions)| troubles(3, *n_fixes, *n_questions)) {
        let tree = tree_of(&base_of(&case), Budget::TREE);
        let optimum = yardstick::optimum(&case);
        let cost = yardstick::cost_of_tree(&case, &tree.root);
        assert!(near(cost, optimum), "{cost} {optimum}");
        assert!(near(tree.costs.expected, optimum) && near(tree.costs.optimum.unwrap(), optimum));
        let start = yardstick::Situation::start(&case);
        let by_chance = yardstick::by_chance_per_cost(&case, &start).1;
        assert!(
            near(tree.costs.by_chance_per_cost, by_chance),
            "{} {by_chance}",
            tree.costs.by_chance_per_cost
        );
    }
}

#[test]
fn a_search_that_looks_at_few_situations_is_never_dearer_than_chance_over_cost() {
    let few = Budget { exact: 0, search: 60, nodes: 100_000 };
    for case in troubles(6, 5, 3) {
        let tree = tree_of(&base_of(&case), few);
        let cost = yardstick::cost_of_tree(&case, &tree.root);
        assert!(near(cost, tree.costs.expected));
        assert!(cost <= tree.costs.by_chance_per_cost + 1e-9, "{cost} {}", tree.costs.by_chance_per_cost);
    }
}

#[test]
fn a_search_that_comes_to_an_end_finds_the_optimum_and_says_so() {
    let enough = Budget { exact: 0, search: 100_000, nodes: 100_000 };
    for case in troubles(4, 4, 3) {
        let (base, optimum) = (base_of(&case), yardstick::optimum(&case));
        let (searched, exact) = (tree_of(&base, enough), tree_of(&base, Budget::TREE));
        assert!(near(yardstick::cost_of_tree(&case, &searched.root), optimum));
        assert!(near(searched.costs.optimum.unwrap(), optimum));
        assert_eq!(searched.root.step, exact.root.step);
    }
}

#[test]
fn a_turn_chooses_what_the_tree_chooses() {
    for case in troubles(3, 4, 3) {
        let base = base_of(&case);
        let (next, tree) = (next_step(&model_of(&base)), tree_of(&base, Budget::TREE));
        assert_eq!(next.step, tree.root.step);
        assert!(near(next.expected_cost, tree.costs.expected));
    }
}

#[test]
fn the_first_alternative_is_the_next_step_and_a_question_pays_up_to_its_break_even_price() {
    for case in troubles(3, 4, 3) {
        let base = base_of(&case);
        let model = model_of(&base);
        let (next, all) = (next_step(&model), alternatives(&model));
        assert_eq!((&all[0].step, all[0].expected_cost), (&next.step, next.expected_cost));
        assert!(all.windows(2).all(|two| two[0].expected_cost <= two[1].expected_cost));
        assert_eq!(all.len(), case.fixes.len() + case.questions.len() + 1);
        for alternative in &all {
            let Step::Ask(id) = &alternative.step else {
                assert_eq!(alternative.break_even, None);
                continue;
            };
            let price = model.questions.iter().find(|question| question.id == *id).unwrap().cost;
            let break_even = alternative.break_even.unwrap();
            assert_eq!(
                break_even >= price,
                near(alternative.expected_cost, next.expected_cost),
                "{break_even}"
            );
        }
    }
}

#[test]
fn ways_that_know_less_cost_more() {
    let (mut listed, mut by_chance, mut information, mut one_ahead, mut two_ahead, mut ours) =
        (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
    for case in troubles(2, 4, 3) {
        let optimum = yardstick::optimum(&case);
        listed += yardstick::cost_of(&case, &mut yardstick::listed) / optimum;
        by_chance += yardstick::by_chance_per_cost(&case, &yardstick::Situation::start(&case)).1 / optimum;
        information += yardstick::cost_of(&case, &mut yardstick::information_first) / optimum;
        one_ahead +=
            yardstick::cost_of(&case, &mut |case, at| yardstick::looking_ahead(case, at, 1).0) / optimum;
        two_ahead +=
            yardstick::cost_of(&case, &mut |case, at| yardstick::looking_ahead(case, at, 2).0) / optimum;
        ours += tree_of(&base_of(&case), Budget::TREE).costs.expected / optimum;
    }
    assert!(listed > by_chance && by_chance > one_ahead && information > one_ahead);
    assert!(one_ahead >= two_ahead && two_ahead >= ours - 1e-9);
}
