use super::*;

#[test]
fn no_room_is_told_from_damage_and_from_waiting() {
    assert_eq!(of_code(13, ""), StoreError::Full);
    assert_eq!(of_code(4874, ""), StoreError::Full);
    assert_eq!(of_code(5, ""), StoreError::Busy);
    assert_eq!(of_code(517, ""), StoreError::Busy, "a snapshot that is no longer the newest");
    assert_eq!(of_code(11, "x"), StoreError::Damaged("x".to_owned()));
    assert_eq!(of_code(26, "x"), StoreError::Damaged("x".to_owned()));
    assert_eq!(of_code(778, "x"), StoreError::Unavailable("x".to_owned()));
    assert_eq!(of_code(1, "x"), StoreError::Refused("x".to_owned()));
}
