//! Content tests and limits as JUnit XML, the form that build servers show and keep.
//!
//! Only what the common schemas (Jenkins, Surefire) have is written: suites by file, a test case for each test, and a
//! failure with what was expected, what came instead, and where.

use std::time::Duration;

use crate::wire::{ContentTestV1, TestFailureV1, WantedV1};

/// One test case of the document.
struct Case {
    suite: String,
    name: String,
    took: Duration,
    /// A failure's first line, and all of it.
    failure: Option<(String, String)>,
}

/// The document. `tests` come with the time that each took.
pub(super) fn document(tests: &[(&ContentTestV1, Duration)], limits: &[WantedV1]) -> String {
    let tests = tests.iter().map(|(test, took)| Case {
        suite: test.file.clone(),
        name: test.name.clone(),
        took: *took,
        failure: failure(test),
    });
    let limits = limits.iter().map(|wanted| Case {
        suite: "--fail-under".to_owned(),
        name: format!("{} is at least {}", wanted.figure, wanted.at_least),
        took: Duration::ZERO,
        failure: (!wanted.met).then(|| (not_reached(wanted), not_reached(wanted))),
    });
    let cases: Vec<Case> = tests.chain(limits).collect();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all: Vec<&Case> = cases.iter().collect();
    line(&mut xml, 0, &format!("<testsuites name=\"deskdoc\" {}>", counted(&all, false)));
    for suite in cases.chunk_by(|first, second| first.suite == second.suite) {
        let all: Vec<&Case> = suite.iter().collect();
        let name = suite.first().map(|case| case.suite.as_str()).unwrap_or_default();
        line(&mut xml, 1, &format!("<testsuite name=\"{}\" {}>", escaped(name), counted(&all, true)));
        suite.iter().for_each(|case| add(&mut xml, case));
        line(&mut xml, 1, "</testsuite>");
    }
    line(&mut xml, 0, "</testsuites>");
    xml
}

/// Why a figure was not reached.
pub(super) fn not_reached(wanted: &WantedV1) -> String {
    match wanted.found {
        Some(found) => format!("{} is {found}, and at least {} is wanted", wanted.figure, wanted.at_least),
        None => format!(
            "{} should be at least {}, and the base has nothing to measure it on",
            wanted.figure, wanted.at_least
        ),
    }
}

fn failure(test: &ContentTestV1) -> Option<(String, String)> {
    let lines: Vec<String> = test.failures.iter().map(|failure| told(test, failure)).collect();
    let first = test.failures.first()?;
    Some((format!("expected {}, found {}", first.expected, first.found), lines.join("\n")))
}

fn told(test: &ContentTestV1, failure: &TestFailureV1) -> String {
    let TestFailureV1 { line, turn, done, expected, found } = failure;
    format!("{}:{line}: turn {turn}, {done}: expected {expected}, found {found}", test.file)
}

fn counted(cases: &[&Case], is_suite: bool) -> String {
    let failures = cases.iter().filter(|case| case.failure.is_some()).count();
    let time: Duration = cases.iter().map(|case| case.took).sum();
    let skipped = if is_suite { " skipped=\"0\"" } else { "" };
    format!(
        "tests=\"{}\" failures=\"{failures}\" errors=\"0\"{skipped} time=\"{:.3}\"",
        cases.len(),
        time.as_secs_f64()
    )
}

fn add(xml: &mut String, case: &Case) {
    // Viewers group by the part before the last dot, so a path is told with other signs.
    let class = case.suite.trim_end_matches(".md").replace('.', "-").replace('/', ".");
    let start = format!(
        "<testcase classname=\"{}\" name=\"{}\" time=\"{:.3}\"",
        escaped(&class),
        escaped(&case.name),
        case.took.as_secs_f64()
    );
    let Some((message, text)) = &case.failure else { return line(xml, 2, &format!("{start}/>")) };
    line(xml, 2, &format!("{start}>"));
    line(
        xml,
        3,
        &format!(
            "<failure type=\"expectation\" message=\"{}\">{}</failure>",
            escaped(message),
            escaped(text)
        ),
    );
    line(xml, 2, "</testcase>");
}

fn line(xml: &mut String, depth: usize, text: &str) {
    xml.push_str(&format!("{}{text}\n", "  ".repeat(depth)));
}

/// A text as XML has it, in elements and in attributes. XML 1.0 has no way to write most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
