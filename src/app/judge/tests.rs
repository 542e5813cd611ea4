//! The calendar.

use super::day_of;

#[test]
fn days_are_those_of_the_calendar() {
    let days = [(0, "1970-01-01"), (11_016, "2000-02-29"), (11_017, "2000-03-01"), (20_818, "2026-12-31")];
    for (n_days, day) in days {
        assert_eq!(day_of(n_days), day);
    }
}
