//! Proposals: when there are any, when there are none, and that they can be carried out.

use std::collections::BTreeMap;

use super::*;
use crate::kb::{SourceFile, Sources, assemble};

const SYMPTOM: &str =
    "---\nkind: symptom\nsays: [cold]\ncauses: {fuse: common, plug: rare, gone: 0.05}\n---\n# Cold\n";
const BLOCKS: &str = "---\r\nkind: symptom\r\nsays: [dark]\r\ncauses:\r\n  fuse: common # the usual one\r\n  plug: rare\r\n---\r\n# Dark\r\n";

fn cause(more: &str) -> String {
    format!("---\nkind: cause\neffort: quick\n{more}---\n# It\n\nWrong.\n\n## Fix\n\n1. Mend it.\n")
}

fn files(symptom: &str, plug: &str) -> BTreeMap<PagePath, String> {
    let all = [
        ("symptoms/cold.md", symptom.to_owned()),
        ("causes/fuse.md", cause("works: usually\n")),
        ("causes/plug.md", cause(plug)),
        ("causes/gone.md", cause("escalate: true\n")),
    ];
    all.into_iter().map(|(path, text)| (PagePath::new(path), text)).collect()
}

fn learnt(files: &BTreeMap<PagePath, String>, cases: &Cases) -> Learnt {
    let sources = files
        .iter()
        .map(|(path, text)| SourceFile { path: path.as_str().to_owned(), bytes: text.clone().into_bytes() });
    let (base, _) = assemble(Sources { files: sources.collect(), ..Sources::default() }, 1);
    learn(&base, files, cases)
}

fn confirmed(counts: &[(&str, u64)]) -> Cases {
    let case = |(cause, n): &(&str, u64)| Confirmed { symptom: "cold".into(), cause: (*cause).into(), n: *n };
    Cases { confirmed: counts.iter().map(case).collect(), vain: Vec::new() }
}

fn lines(learnt: &Learnt) -> Vec<String> {
    learnt.proposals.iter().map(Proposal::line).collect()
}

/// Carries the diffs out, line by line as `git apply` does.
fn carried_out(files: &BTreeMap<PagePath, String>, learnt: &Learnt) -> BTreeMap<PagePath, String> {
    let mut files = files.clone();
    for (path, text) in &mut files {
        let mine = learnt.proposals.iter().filter(|proposal| proposal.page == *path);
        let edits: Vec<Edit> = mine.map(|proposal| proposal.edit.clone().expect("an edit")).collect();
        let diff = diff(path.as_str(), text, &edits, &[]);
        let mut old = text.split_inclusive('\n');
        let mut new = String::new();
        let mut at = 0;
        for line in diff.split_inclusive('\n').skip(2) {
            if let Some(head) = line.strip_prefix("@@ -") {
                let first: usize = head.split(',').next().unwrap().parse().unwrap();
                new.extend(old.by_ref().take(first - 1 - at));
                at = first - 1;
                continue;
            }
            let (sign, rest) = line.split_at(1);
            if sign != "+" {
                assert_eq!(old.next(), Some(rest));
                at += 1;
            }
            if sign != "-" {
                new.push_str(rest);
            }
        }
        new.extend(old);
        *text = new;
    }
    files
}

#[test]
fn few_cases_and_cases_that_agree_propose_nothing() {
    let files = files(SYMPTOM, "");
    assert_eq!(lines(&learnt(&files, &confirmed(&[("plug", 19)]))), [""; 0]);
    assert_eq!(lines(&learnt(&files, &confirmed(&[("fuse", 160), ("plug", 20)]))), [""; 0]);
}

#[test]
fn cases_that_speak_against_a_word_propose_another_and_then_nothing_more() {
    let files = files(SYMPTOM, "");
    let cases = confirmed(&[("fuse", 46), ("plug", 14)]);
    let first = learnt(&files, &cases);
    assert_eq!(lines(&first), ["plug: rare → occasional, 14 of 60 cases"]);
    let after = carried_out(&files, &first);
    assert!(
        after[&PagePath::new("symptoms/cold.md")].contains("{fuse: common, plug: occasional, gone: 0.05}")
    );
    assert_eq!(lines(&learnt(&after, &cases)), [""; 0]);
}

#[test]
fn any_cases_come_to_rest_after_one_proposal() {
    for (fuse, plug) in [(0, 25), (3, 40), (30, 30), (500, 1), (1, 500), (12, 9), (100, 40)] {
        let files = files(SYMPTOM, "");
        let cases = confirmed(&[("fuse", fuse), ("plug", plug)]);
        let first = learnt(&files, &cases);
        let again = learnt(&carried_out(&files, &first), &cases);
        assert_eq!(lines(&again), [""; 0], "{fuse}:{plug} after {:?}", lines(&first));
    }
}

#[test]
fn what_is_handed_over_is_not_made_rarer_and_what_is_gone_is_counted() {
    let mut cases = confirmed(&[("fuse", 40), ("nowhere", 7)]);
    cases.confirmed.push(Confirmed { symptom: "away".into(), cause: "fuse".into(), n: 2 });
    let found = learnt(&files(SYMPTOM, ""), &cases);
    assert_eq!((lines(&found), found.n_cases, found.n_left_out), (Vec::<String>::new(), 40, 9));
}

#[test]
fn a_fix_that_fails_while_its_cause_is_there_gets_another_word_also_where_none_is_written() {
    let vain = |n| Vain { symptom: "cold".into(), cause: "plug".into(), n };
    let symptom = SYMPTOM.replace("fuse: common, plug: rare", "fuse: rare, plug: common");
    let files = files(&symptom, "");
    let cases = Cases { vain: vec![vain(120)], ..confirmed(&[("plug", 40), ("fuse", 5)]) };
    let found = learnt(&files, &cases);
    assert_eq!(found.proposals.len(), 1, "{:?}", lines(&found));
    assert!(
        lines(&found)[0].starts_with("plug: works usually → sometimes, cured in 40 of "),
        "{:?}",
        lines(&found)
    );
    let after = carried_out(&files, &found);
    assert!(
        after[&PagePath::new("causes/plug.md")]
            .starts_with("---\nkind: cause\neffort: quick\nworks: sometimes\n---")
    );
    assert_eq!(lines(&learnt(&after, &cases)), [""; 0]);
    // Where the cause is unlikely, a failure says little about the fix.
    let rare = files_with_rare_plug();
    assert_eq!(lines(&learnt(&rare, &Cases { vain: vec![vain(200)], ..Cases::default() })), [""; 0]);
}

fn files_with_rare_plug() -> BTreeMap<PagePath, String> {
    files(SYMPTOM, "")
}

#[test]
fn line_ends_and_remarks_stay_as_they_are() {
    let files = files(BLOCKS, "");
    let found = learnt(&files, &confirmed(&[("fuse", 3), ("plug", 60)]));
    let text = &carried_out(&files, &found)[&PagePath::new("symptoms/cold.md")];
    assert!(
        text.contains("  fuse: rare # the usual one\r\n")
            || text.contains("  fuse: occasional # the usual one\r\n"),
        "{text:?}"
    );
    assert!(text.contains("  plug: common\r\n"), "{text:?}");
}

#[test]
fn a_diff_has_hunks_with_three_lines_around() {
    let text = (1..=20).map(|n| format!("{n}\n")).collect::<String>();
    let edit = |line, text: &str, replaces| Edit { line, text: text.to_owned(), replaces };
    let edits = [edit(2, "two", Some(0..1)), edit(4, "new", None), edit(18, "x", Some(0..2))];
    assert_eq!(
        diff("a b.md", &text, &edits, &["why".to_owned()]),
        "# why\n--- a/a b.md\n+++ b/a b.md\n@@ -1,7 +1,8 @@\n 1\n-2\n+two\n 3\n+new\n 4\n 5\n 6\n 7\n\
         @@ -15,6 +16,6 @@\n 15\n 16\n 17\n-18\n+x\n 19\n 20\n"
    );
}
