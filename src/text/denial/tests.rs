use super::*;

#[test]
fn lists_are_sorted_so_that_they_can_be_searched() {
    assert!(
        [DENIALS.as_slice(), &OVER, &GONE, &TROUBLES, &WISHES, &SUBORDINATORS, &CONTRASTS]
            .into_iter()
            .all(<[&str]>::is_sorted)
    );
}
