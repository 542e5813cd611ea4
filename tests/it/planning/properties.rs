//! What holds for every case, whatever its numbers.

use deskdoc::diagnosis::{ActionId, Evidence, Model, next_step, rank_with};
use deskdoc::kb::{AnswerId, CauseId, FixId, QuestionId, SymptomId};
use proptest::prelude::*;

use super::cases::{Case, Dice, SHAPES, case};
use super::{base_of, yardstick};

/// A trouble, and things that happened in it, one for each number.
fn evidence(case: &Case, happened: &[usize]) -> Evidence {
    let mut evidence = Evidence::default();
    for number in happened {
        let at = number % (case.fixes.len() + case.questions.len());
        match case.questions.get(at) {
            Some(question) => {
                let id = QuestionId::parse(&question.id).unwrap();
                let answer = AnswerId::parse(&format!("a{}", number / 7 % question.chances.len())).unwrap();
                if evidence.answers.iter().all(|(asked, _)| *asked != id) {
                    evidence.answers.push((id, answer));
                }
            }
            None => {
                let id = &case.fixes[at - case.questions.len()].id;
                let id = match id.starts_with('f') {
                    true => ActionId::Fix(FixId::parse(id).unwrap()),
                    false => ActionId::FixOf(CauseId::parse(id).unwrap()),
                };
                if !evidence.failed.contains(&id) {
                    evidence.failed.push(id);
                }
            }
        }
    }
    evidence
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chances_sum_to_one_and_the_order_of_evidence_does_not_matter_to_the_last_bit(
        seed in any::<u64>(),
        shape in 0..3_usize,
        happened in prop::collection::vec(0..1000_usize, 0..8),
    ) {
        let case = case(&mut Dice(seed), SHAPES[shape], 5, 4);
        let base = base_of(&case);
        let symptoms = [(SymptomId::parse("trouble").unwrap(), 1.0)];
        let evidence = evidence(&case, &happened);
        let ranking = rank_with(&base, &symptoms, &evidence);
        let sum: f64 = ranking.causes.iter().map(|cause| cause.probability).sum();
        prop_assert!((sum + ranking.something_else - 1.0).abs() < 1e-9);
        let mut other = evidence.clone();
        other.answers.reverse();
        other.failed.reverse();
        let turned = rank_with(&base, &symptoms, &other);
        prop_assert_eq!(ranking.causes, turned.causes);
        prop_assert_eq!(ranking.something_else.to_bits(), turned.something_else.to_bits());
    }

    #[test]
    fn the_next_step_is_always_the_same_and_never_dearer_than_chance_over_cost(
        seed in any::<u64>(),
        shape in 0..3_usize,
        n_questions in 0..6_usize,
    ) {
        let case = case(&mut Dice(seed), SHAPES[shape], 6, n_questions);
        let base = base_of(&case);
        let ranking = rank_with(&base, &[(SymptomId::parse("trouble").unwrap(), 1.0)], &Evidence::default());
        let model = Model::of(&base, &ranking);
        let next = next_step(&model);
        prop_assert_eq!(&next, &next_step(&model.clone()));
        let by_chance = yardstick::by_chance_per_cost(&case, &yardstick::Situation::start(&case)).1;
        prop_assert!(next.expected_cost <= by_chance + 1e-9);
    }
}
