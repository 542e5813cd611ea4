use super::destination;
use crate::kb::markdown::{RenderOptions, render, steps};

fn texts(body: &str) -> Vec<String> {
    steps(body, 0..body.len()).into_iter().map(|step| step.text).collect()
}

#[test]
fn list_items_are_steps_with_their_nested_lists() {
    let body =
        "## Fix\n\nDo this:\n\n1. Open **[!UICONTROL Tools]**.\n   * left\n   * right\n2. Save.\n\nDone.\n";
    assert_eq!(texts(body), ["Open Tools.\nleft\nright", "Save."]);
}

#[test]
fn without_a_list_paragraphs_are_steps() {
    let body = "## Fix\n\nFirst\nthis.\n\n```\nrun\n```\n\nThen that.\n";
    assert_eq!(texts(body), ["First this.\nrun", "Then that."]);
    assert!(texts("").is_empty());
}

#[test]
fn code_between_items_belongs_to_the_step_before() {
    let body = "1. Run:\n\n```\nnlserver\n```\n\n2. Wait.\n\nThat is all.\n\n```\nnot a step\n```\n";
    assert_eq!(texts(body), ["Run:\nnlserver", "Wait."]);
}

#[test]
fn a_step_can_be_rendered() {
    let body = "1. Open *it*.\n\n   >[!NOTE]\n   >\n   >Wait.\n2. Run:\n\n```\nx\n```\n\n3. Tight\n   - a\n";
    let options = RenderOptions { shift_headings: 0, links: &destination, has_anchors: true };
    let html: Vec<String> =
        steps(body, 0..body.len()).into_iter().map(|step| render(body, step.span, &options)).collect();
    let note =
        "<div class=\"note note-note\" role=\"note\"><p class=\"note-label\">Note</p><p>Wait.</p></div>";
    assert_eq!(
        html,
        [
            format!("<p>Open <em>it</em>.</p>{note}"),
            "<p>Run:</p><pre><code>x\n</code></pre>".into(),
            "Tight<ul><li>a</li></ul>".into()
        ]
    );
}

#[test]
fn only_the_range_counts() {
    let body = "## A\n\n1. one\n\n## B\n\n1. two\n";
    let second = body.find("## B").expect("there is a second section");
    assert_eq!(steps(body, second..body.len()).len(), 1);
    assert_eq!(steps(body, 0..second)[0].text, "one");
}
