use super::*;

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
