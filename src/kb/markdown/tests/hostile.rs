//! Nothing people can put into a page makes reading or rendering panic, stall or lose its balance.
#![expect(clippy::string_slice, reason = "a wrong range is a failed test")]

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use proptest::prelude::*;

use super::destination;
use super::payloads::assert_dead;
use crate::kb::markdown::{Markdown, RenderOptions};

/// Generous for an unoptimised build on a busy machine; quadratic work on these inputs takes minutes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Fails if the work is not done in time; without a clock, for the core knows none.
fn in_time(name: &str, work: impl FnOnce() + Send + 'static) {
    let (done, waiting) = mpsc::channel();
    let worker = thread::spawn(move || {
        work();
        let _ = done.send(());
    });
    let outcome = waiting.recv_timeout(PATIENCE);
    assert!(outcome != Err(mpsc::RecvTimeoutError::Timeout), "{name} takes longer than {PATIENCE:?}");
    assert!(worker.join().is_ok(), "{name} panics");
}

fn survives(name: &str, body: String) {
    in_time(name, move || {
        let page = Markdown::read(&body);
        let options = RenderOptions { shift_headings: 1, links: &destination, has_anchors: true };
        let html = page.render(0..body.len(), &options);
        assert!(html.len() < 12 * 1024 * 1024, "{} bytes", html.len());
        assert!(page.steps(0..body.len()).iter().all(|step| step.span.end <= body.len()));
    });
}

#[test]
fn endless_repetitions_take_no_longer_than_other_text() {
    let units = [
        "[",
        "*",
        "<",
        "|",
        ">",
        "- ",
        "1. ",
        "`",
        "![",
        "[!UICONTROL ",
        "[!BADGE a]{",
        "{{",
        "{a=\"",
        "+++\n",
        "+++ t\n",
        "<b>",
        "<li>",
        "<div>\n\n",
        "<a href=x>",
        "<!--",
        "&",
        "\u{a0}",
        "\0",
        "\u{202e}",
        "# a\n",
        "**a**\n\n",
        ">[!NOTE]\n\n",
        "*a_ ",
        "|a|\n|-|\n",
        "![a](x)",
        "](",
    ];
    for unit in units {
        survives(unit, unit.repeat(20_000 / unit.len()));
    }
}

#[test]
fn one_megabyte_of_one_sign_is_read() {
    for unit in ["[", "*", "<", "|", ">"] {
        let body = unit.repeat(1 << 20);
        in_time(unit, move || assert!(Markdown::read(&body).document().sections.len() <= 1));
    }
}

#[test]
fn deep_nesting_is_stopped() {
    for (unit, line) in [("> ", "a\n"), ("- ", "a\n"), ("1. ", "a\n"), (">", "\n"), ("* > ", "b\n")] {
        survives(unit, format!("{}{}", unit.repeat(20_000), line.repeat(20_000)));
    }
    let staircase: String = (0..500).map(|depth| format!("{}- a\n", " ".repeat(2 * depth))).collect();
    survives("staircase", format!("{staircase}{}", "a\n".repeat(100_000)));
    for (open, close) in
        [("![", "](x)"), ("[", "](x)"), ("<div>", "</div>"), ("*a ", "b*"), ("[!UICONTROL ", "]")]
    {
        survives(open, format!("{}{}", open.repeat(30_000), close.repeat(30_000)));
    }
}

/// Texts made of what has a meaning somewhere in the pipeline.
fn crafted() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        prop::sample::select(vec![
            "# ",
            "## ",
            "**",
            "*",
            "_",
            "`",
            "```\n",
            "~~~\n",
            "> ",
            ">[!NOTE]\n",
            ">[!TAB x]\n",
            "[!UICONTROL ",
            "[!BADGE ",
            "[!INCLUDE ",
            "]",
            "[",
            "(",
            ")",
            "](",
            "![",
            "{#a}",
            "{_blank}",
            "{style=\"x\"}",
            "{{x}}",
            "{",
            "}",
            "+++ T\n",
            "+++\n",
            "\n",
            "\n\n",
            "    ",
            "\t",
            "- ",
            "1. ",
            "| a |\n|-|\n",
            "|",
            "<b>",
            "</b>",
            "<table><tr><td>",
            "</table>",
            "<!--",
            "-->",
            "<script>",
            "<a href=\"x\">",
            "<img src=x alt=\"",
            "\">",
            "&amp;",
            "&#x3c;",
            "\\",
            "===\n",
            "---\n",
            "***\n",
            "\0",
            "\u{202e}",
            "\u{fdd0}",
            "é",
            "漢字",
            "a",
            "word ",
            "https://a.example ",
            "javascript:",
            "[r]: x\n",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(250) })]

    #[test]
    fn any_text_is_a_page(body in crafted()) {
        let page = Markdown::read(&body);
        let options = RenderOptions { shift_headings: 1, links: &destination, has_anchors: true };
        assert_dead(&page.render(0..body.len(), &options), &body);
        let document = page.document();
        let mut end = 0;
        let mut anchors = std::collections::HashSet::new();
        for section in &document.sections {
            prop_assert!(section.span.start >= end && section.span.end <= body.len());
            prop_assert!(section.content.start >= section.span.start && section.content.end == section.span.end);
            prop_assert!(body.get(section.span.clone()).is_some() && body.get(section.content.clone()).is_some());
            prop_assert_eq!(section.line, body[..section.span.start].matches('\n').count() + 1);
            prop_assert!(anchors.insert(section.anchor.clone()), "{} twice", section.anchor);
            end = section.span.end;
            assert_dead(&page.render(section.span.clone(), &options), &body);
            for step in page.steps(section.span.clone()) {
                prop_assert!(step.span.start >= section.span.start && step.span.end <= section.span.end);
                assert_dead(&page.render(step.span, &options), &body);
            }
        }
        prop_assert!(document.links.iter().all(|link| body.get(link.span.clone()).is_some()));
    }

    #[test]
    fn any_range_can_be_rendered(body in crafted(), start in 0_usize..200, length in 0_usize..200) {
        let page = Markdown::read(&body);
        let options = RenderOptions { shift_headings: 0, links: &destination, has_anchors: true };
        assert_dead(&page.render(start..start + length, &options), &body);
        prop_assert!(page.steps(start..start + length).iter().all(|step| step.span.end <= body.len()));
    }

    #[test]
    fn rendering_all_sections_shows_every_word_once(words in prop::collection::vec("[a-z]{3,8}", 1..12)) {
        let body: String = words.iter().enumerate().map(|(index, word)| format!("## {index}\n\n{word}\n\n")).collect();
        let page = Markdown::read(&body);
        let options = RenderOptions { shift_headings: 0, links: &destination, has_anchors: true };
        let parts: String = page.document().sections.iter().map(|section| page.render(section.span.clone(), &options)).collect();
        prop_assert_eq!(parts, page.render(0..body.len(), &options));
    }
}
