use super::*;

/// Values of this size, of which a half holds ten.
const SIZE: usize = 1_000;

fn recent() -> Recent<usize, usize> {
    Recent::new(((SIZE + size_of::<(usize, usize, usize)>()) * 20) as u64)
}

#[test]
fn what_is_asked_for_again_and_again_stays_and_the_rest_makes_room() {
    let recent = recent();
    for n in 0..1_000 {
        recent.keep(n, n, SIZE);
        assert_eq!(recent.find(&n), Some(n));
        assert_eq!(recent.find(&0), Some(0), "after {n}");
    }
    assert_eq!(recent.find(&500), None);
    let halves = recent.halves();
    assert!(halves.new.len() <= 10 && halves.old.len() <= 10);
}

#[test]
fn what_is_too_large_is_not_kept() {
    let recent = recent();
    recent.keep(1, 1, SIZE * 100);
    assert_eq!(recent.find(&1), None);
    let none = Recent::new(0);
    none.keep(1, 1, 0);
    assert_eq!(none.find(&1), None);
}
