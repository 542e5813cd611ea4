use super::*;
use crate::config;
use crate::diagnosis::rank;
use crate::library::{Library, published_symptoms};
use crate::search::Progress;

#[test]
fn a_plan_that_was_kept_is_the_plan() {
    let library = Library::open(&config::Library::default(), &Progress::unseen()).unwrap();
    let snapshot = library.snapshot();
    for symptom in published_symptoms(&snapshot.base).take(3) {
        let ranking = rank(&snapshot.base, &[(symptom.id.clone(), 0.7)]);
        let planned = next_step(&Model::of(&snapshot.base, &ranking));
        for _ in 0..2 {
            assert_eq!(snapshot.next_step(&ranking), Some(planned.clone()));
        }
    }
    assert_eq!(snapshot.next_step(&Ranking::default()), None);
}
