//! Runs every file of `tests/cases`: texts in, texts out. `UPDATE_CASES=1` rewrites what is expected.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use deskdoc::kb::markdown::links::{Resolved, resolve};
use deskdoc::kb::markdown::{Destination, Markdown, RenderOptions};
use deskdoc::recognition::Outcome;
use regex::Regex;

use crate::world::{Deskdoc, builtin, cases, expect_file, files_below, no_complaints, small_base, words};

#[test]
fn pages_become_sections_and_html() {
    let pages = case_files("markdown", ".md");
    no_complaints(
        pages
            .iter()
            .filter_map(|page| expect_file(&page.with_extension("html"), &shown(page)).err())
            .collect(),
    );
}

#[test]
fn small_bases_have_the_problems_written_beside_them() {
    let folder = cases("lint");
    let complaints = std::fs::read_dir(&folder).unwrap().filter_map(|base| {
        let base = base.unwrap().path();
        let said = [("txt", "text"), ("json", "json"), ("sarif", "sarif")].map(|(ending, format)| {
            let file = base.join("problems").with_extension(ending);
            // What other programs read is pinned where it has something to show.
            let is_wanted = ending == "txt" || file.exists();
            is_wanted.then(|| expect_file(&file, &problems(&base, format)).err()).flatten()
        });
        said.into_iter().flatten().reduce(|one, other| format!("{one}\n{other}"))
    });
    no_complaints(complaints.collect());
}

#[test]
fn utterances_are_recognised_as_the_transcripts_say() {
    let transcripts = case_files("recognition", ".txt");
    let complaints = transcripts.iter().filter_map(|file| {
        let lines = std::fs::read_to_string(file).unwrap();
        expect_file(file, &lines.lines().map(recognised).collect::<String>()).err()
    });
    no_complaints(complaints.collect());
}

#[test]
fn commands_answer_as_the_transcripts_say() {
    let transcripts = case_files("cli", ".txt");
    let complaints = transcripts
        .iter()
        .filter_map(|file| expect_file(file, &played(&std::fs::read_to_string(file).unwrap())).err());
    no_complaints(complaints.collect());
}

fn case_files(kind: &str, ending: &str) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = files_below(&cases(kind))
        .into_iter()
        .filter(|(path, _)| path.ends_with(ending))
        .map(|(_, file)| file)
        .collect();
    assert!(!files.is_empty(), "there is no case in tests/cases/{kind}");
    files
}

/// The sections of a page as a comment, then its HTML, with links resolved as on the page `docs/page.md`.
fn shown(page: &Path) -> String {
    let body = std::fs::read_to_string(page).unwrap();
    let markdown = Markdown::read(&body);
    let mut text = String::from("<!-- sections\n");
    for section in &markdown.document().sections {
        writeln!(
            text,
            "{} {}#{} {} [{}]",
            section.level,
            if section.explicit { "own " } else { "" },
            section.anchor,
            section.heading,
            section.text.replace('\n', " / ")
        )
        .unwrap();
    }
    let links = |target: &str, _is_image: bool| match resolve("docs/page.md", target) {
        Resolved::Outside(address) => Destination::Outside(address),
        Resolved::SamePage { anchor } => Destination::Page(format!("#{anchor}")),
        Resolved::Page { path, anchor } => Destination::Page(format!(
            "/{path}{}",
            anchor.map_or_else(String::new, |anchor| format!("#{anchor}"))
        )),
        Resolved::Refused(_) => Destination::Missing,
    };
    let html = markdown
        .render(0..body.len(), &RenderOptions { shift_headings: 0, links: &links, has_anchors: true });
    format!("{text}-->\n{}\n", html.trim_end())
}

/// All that `deskdoc lint` says of a base, and its exit code.
fn problems(base: &Path, format: &str) -> String {
    // SARIF names files from the working folder on, which must be the same on every machine.
    let run = Deskdoc::new().folder(base).args(["--kb", ".", "lint", "--format", format]).run();
    format!("{}{}[exit {}]\n", run.out, run.err, run.code.unwrap())
}

/// A line `text → outcome id` with what stands behind the arrow found anew; comments and empty lines stay.
fn recognised(line: &str) -> String {
    let text = line.rsplit_once(" → ").map_or(line, |(text, _)| text);
    if text.is_empty() || text.starts_with('#') {
        return format!("{line}\n");
    }
    let recognition = builtin().snapshot().recogniser.recognise(&text.replace("\\n", "\n"));
    let offered: Vec<&str> =
        recognition.offered().iter().map(|candidate| candidate.symptom.as_str()).collect();
    let found = match &recognition.outcome {
        Outcome::Known => format!("known {}", offered.join(" ")),
        Outcome::Between(_) => format!("between {}", offered.join(" ")),
        Outcome::OutOfScope(page) => format!("out_of_scope {page}"),
        Outcome::Unknown => "unknown".to_owned(),
    };
    format!("{text} → {found}\n")
}

/// Plays the commands of a transcript anew. A line `$ deskdoc …` is a command, lines `< …` under it are its input,
/// the rest is what it answers; comments stay.
fn played(transcript: &str) -> String {
    let mut text = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            writeln!(text, "{line}").unwrap();
        }
        let Some(command) = line.strip_prefix("$ deskdoc ") else { continue };
        writeln!(text, "{line}").unwrap();
        let mut input = String::new();
        while let Some(given) = lines.peek().and_then(|line| line.strip_prefix("< ")) {
            writeln!(input, "{given}").unwrap();
            writeln!(text, "< {given}").unwrap();
            lines.next();
        }
        let base = small_base();
        let run = Deskdoc::with_base(&base).folder(&base).args(words(command)).input(input).run();
        text.push_str(&without_measures(&run.out));
        for said in run.err.lines() {
            writeln!(text, "! {said}").unwrap();
        }
        writeln!(text, "[exit {}]\n", run.code.unwrap()).unwrap();
    }
    text
}

/// Numbers that move with every bettering of recognition and search, and times, are no part of a transcript.
fn without_measures(answer: &str) -> String {
    let measures = Regex::new(
        r#""(confidence|score|ms|auroc|expected_error|known_at|between_within|together_at)":( ?)[0-9.e-]+"#,
    )
    .unwrap();
    let answer = measures.replace_all(answer, r#""$1":$2…"#);
    Regex::new(r#"time="[0-9.]+""#).unwrap().replace_all(&answer, "time=\"…\"").into_owned()
}
