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

#[test]
fn trouble_is_health_until_a_write_succeeds_and_damage_stays() {
    let database = Sqlite::in_memory();
    assert_eq!(database.health(), Health::Usable);
    for passing in [StoreError::Full, StoreError::Unavailable(String::new())] {
        database.note(Some(&passing));
        assert_ne!(database.health(), Health::Usable);
        database.note(None);
        assert_eq!(database.health(), Health::Usable);
    }
    database.note(Some(&StoreError::Conflict { current: 1 }));
    assert_eq!(database.health(), Health::Usable, "whose turn it is says nothing of the database");
    database.note(Some(&StoreError::Damaged(String::new())));
    database.note(None);
    assert_ne!(database.health(), Health::Usable);
}
