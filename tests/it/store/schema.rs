//! Tables come up to date by themselves, once, and are left alone by programs that do not know them.

use deskdoc::store::{Id, OpenError, Store};

use super::{Place, ledger, on_both, wait};

on_both!(
    a_store_may_be_opened_as_often_as_one_likes,
    processes_that_start_together_on_an_empty_place_agree,
    tables_of_a_newer_program_are_refused_and_left_alone,
);

fn a_store_may_be_opened_as_often_as_one_likes(place: &Place) {
    for n in 0..3 {
        let store = place.open();
        wait(store.begin(ledger(n, 0), None)).unwrap();
        store.close();
    }
    let store = place.open();
    for n in 0..3 {
        assert_eq!(wait(store.conversation(Id(n))).unwrap(), Some(ledger(n, 0)));
    }
}

fn processes_that_start_together_on_an_empty_place_agree(place: &Place) {
    let stores: Vec<Store> = std::thread::scope(|scope| {
        let opened: Vec<_> = (0..6).map(|_| scope.spawn(|| place.open())).collect();
        opened.into_iter().map(|store| store.join().unwrap()).collect()
    });
    for (n, store) in (0..).zip(&stores) {
        wait(store.begin(ledger(n, 0), None)).unwrap();
    }
    for n in 0..6 {
        assert!(wait(stores[0].conversation(Id(n))).unwrap().is_some(), "{n}");
    }
    if let Some(folder) = &place.settings.data {
        let left: Vec<String> = crate::world::files_below(folder).into_iter().map(|(name, _)| name).collect();
        assert!(left.iter().all(|name| !name.contains(".new-")), "{left:?}");
    }
}

fn tables_of_a_newer_program_are_refused_and_left_alone(place: &Place) {
    place.open().close();
    place.run_sql(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         VALUES (7, 'later', true, '', 0)",
    );
    let refused = Store::open(&place.settings).err().expect("a newer store is refused");
    assert!(matches!(refused, OpenError::Newer { found: 7, known: 5, .. }), "{refused}");
    let words = refused.to_string();
    assert!(words.contains("newer deskdoc") && words.contains("nothing was changed"), "{words}");
    place.run_sql("DELETE FROM _sqlx_migrations WHERE version = 7");
    place.open();
}
