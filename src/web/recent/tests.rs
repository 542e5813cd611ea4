use super::*;

/// Values of this size, of which a half holds ten.
const SIZE: usize = 1_000;

fn recent() -> Recent<usize> {
    Recent::new(((SIZE + size_of::<(Key, usize, usize)>()) * 20) as u64)
}

fn number(n: usize) -> Key {
    key(&[&n.to_string()])
}

#[test]
fn a_key_tells_its_parts_apart() {
    assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
    assert_eq!(key(&["ab", "c"]), key(&["ab", "c"]));
}

#[test]
fn what_is_asked_for_again_and_again_stays_and_the_rest_makes_room() {
    let recent = recent();
    for n in 0..1_000 {
        recent.keep(number(n), n, SIZE);
        assert_eq!(recent.find(&number(n)), Some(n));
        assert_eq!(recent.find(&number(0)), Some(0), "after {n}");
    }
    assert_eq!(recent.find(&number(500)), None);
    let halves = recent.halves();
    assert!(halves.new.len() <= 10 && halves.old.len() <= 10);
}

#[test]
fn what_is_too_large_is_not_kept() {
    let recent = recent();
    recent.keep(number(1), 1, SIZE * 100);
    assert_eq!(recent.find(&number(1)), None);
    let none = Recent::new(0);
    none.keep(number(1), 1, 0);
    assert_eq!(none.find(&number(1)), None);
}
