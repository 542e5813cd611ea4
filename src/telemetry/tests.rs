use std::io::Write;

use super::escaped::Escaped;
use super::{lines, metrics, read, spans};
use crate::config::LogFormat;

#[test]
fn without_a_collector_nobody_keeps_spans() {
    tracing::subscriber::with_default(lines(read("trace").unwrap(), LogFormat::Json), || {
        assert!(spans::request("GET", None).is_disabled());
        assert!(!tracing::info_span!("another").is_disabled());
    });
}

#[test]
fn a_line_of_the_log_stays_one_line_and_cannot_turn_round() {
    for (line, expected) in [
        ("plain\n", "plain\n"),
        ("in\ntwo\r\n", "in\\u000atwo\\u000d\n"),
        ("red \u{1b}[31m\n", "red \\u001b[31m\n"),
        ("turned \u{202e}round\u{2069}\n", "turned \\u202eround\\u2069\n"),
        ("a\u{2028}b \u{85}\n", "a\\u2028b \\u0085\n"),
        ("ümläut 漢字\n", "ümläut 漢字\n"),
    ] {
        let mut written = Vec::new();
        Escaped::new(&mut written).write_all(line.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }
}

#[test]
fn figures_are_told_in_the_form_that_prometheus_reads() {
    metrics::OUTCOMES.add(["known", "a\"b\\c\nd"]);
    metrics::DURATIONS.observe(["GET", "/a-test", "200"], 0.02);
    metrics::DURATIONS.observe(["GET", "/a-test", "200"], 99.0);
    let text = metrics::exposition();
    assert!(
        text.contains("deskdoc_outcomes_total{outcome=\"known\",symptom=\"a\\\"b\\\\c\\nd\"} 1\n"),
        "{text}"
    );
    let of = |suffix: &str| {
        let name = format!("deskdoc_http_request_duration_seconds{suffix}");
        let line =
            text.lines().find(|line| line.starts_with(&name)).unwrap_or_else(|| panic!("{name} in {text}"));
        line.rsplit_once(' ').unwrap().1.to_owned()
    };
    let bucket = |bound: &str| {
        of(&format!("_bucket{{method=\"GET\",route=\"/a-test\",status=\"200\",le=\"{bound}\"}}"))
    };
    assert_eq!(
        (bucket("0.01"), bucket("0.025"), bucket("10"), bucket("+Inf")),
        ("0".into(), "1".into(), "1".into(), "2".into())
    );
    let labels = "{method=\"GET\",route=\"/a-test\",status=\"200\"}";
    assert_eq!((of(&format!("_sum{labels}")), of(&format!("_count{labels}"))), ("99.02".into(), "2".into()));
    for name in
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split(['{', ' ']).next())
    {
        let family =
            ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        assert!(
            text.contains(&format!("# HELP {family} ")) && text.contains(&format!("# TYPE {family} ")),
            "{name}"
        );
    }
}
