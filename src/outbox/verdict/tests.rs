use super::*;

const NOW: Moment = Moment(1_000_000_000_000);
const AN_HOUR: i64 = 60 * 60 * 1_000;

#[test]
fn what_passes_is_tried_for_about_a_day_with_growing_pauses() {
    let (mut all, mut last) = (0, 0);
    for n_attempts in 1..MOST_ATTEMPTS {
        let (delivery, at) = next(Verdict::Passing, n_attempts, None, 0.5, NOW);
        let pause = at.0 - NOW.0;
        assert_eq!(delivery, Delivery::Waiting, "{n_attempts}");
        assert!(pause >= last && pause <= AN_HOUR, "{n_attempts}: {pause}");
        (all, last) = (all + pause, pause);
    }
    assert!((22 * AN_HOUR..26 * AN_HOUR).contains(&all), "{all}");
    assert_eq!(next(Verdict::Passing, MOST_ATTEMPTS, None, 0.5, NOW), (Delivery::GivenUp, NOW));
    assert_eq!(next(Verdict::Passing, u32::MAX, None, 0.5, NOW), (Delivery::GivenUp, NOW));
}

#[test]
fn what_is_refused_is_tried_a_few_times_and_what_is_gone_is_not() {
    for n_attempts in 1..=6 {
        assert_eq!(next(Verdict::Doubtful, n_attempts, None, 0.0, NOW).0, Delivery::Waiting, "{n_attempts}");
    }
    assert_eq!(next(Verdict::Doubtful, 7, None, 0.0, NOW).0, Delivery::GivenUp);
    assert_eq!(next(Verdict::Hopeless, 1, None, 0.0, NOW), (Delivery::GivenUp, NOW));
    assert_eq!(next(Verdict::Arrived, 1, None, 0.0, NOW), (Delivery::Delivered, NOW));
    for (status, verdict) in [
        (200, Verdict::Arrived),
        (204, Verdict::Arrived),
        (301, Verdict::Doubtful),
        (302, Verdict::Doubtful),
        (400, Verdict::Doubtful),
        (401, Verdict::Doubtful),
        (403, Verdict::Doubtful),
        (404, Verdict::Doubtful),
        (408, Verdict::Passing),
        (410, Verdict::Hopeless),
        (422, Verdict::Doubtful),
        (425, Verdict::Passing),
        (429, Verdict::Passing),
        (500, Verdict::Passing),
        (502, Verdict::Unheard),
        (504, Verdict::Unheard),
        (503, Verdict::Passing),
    ] {
        assert_eq!(of_status(status), verdict, "{status}");
    }
}

#[test]
fn who_was_asked_and_did_not_answer_is_left_in_peace_for_a_while() {
    let (delivery, at) = next(Verdict::Unheard, 1, None, 0.0, NOW);
    assert!(delivery == Delivery::Waiting && at.0 - NOW.0 > 10_000);
    let late = |verdict| next(verdict, 40, None, 0.5, NOW);
    assert_eq!(late(Verdict::Unheard), late(Verdict::Passing));
    assert_eq!(next(Verdict::Unheard, MOST_ATTEMPTS, None, 0.5, NOW).0, Delivery::GivenUp);
}

#[test]
fn pauses_are_spread_and_a_server_is_left_alone_for_as_long_as_it_asks_up_to_a_day() {
    let pause = |chance, wished| next(Verdict::Passing, 10, wished, chance, NOW).1.0 - NOW.0;
    assert!(pause(0.0, None) < pause(0.5, None) && pause(0.5, None) < pause(1.0, None));
    assert_eq!(pause(0.5, Some(AN_HOUR)), AN_HOUR);
    assert_eq!(pause(0.5, Some(1)), pause(0.5, None));
    assert_eq!(pause(0.5, Some(i64::MAX)), 24 * AN_HOUR);
    assert_eq!(wish("120", NOW), Some(120_000));
    assert_eq!(wish("Sun, 09 Sep 2001 01:47:00 GMT", NOW), Some(20_000));
    assert_eq!(wish("Sun, 09 Sep 2001 01:46:00 GMT", NOW), Some(0));
    for wrong in ["", "soon", "-5", "1.5", "99999999999999999999"] {
        assert_eq!(wish(wrong, NOW), None, "{wrong}");
    }
}
