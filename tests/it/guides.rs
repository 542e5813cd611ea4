//! The guides under `docs/deskdoc` say what is so: their examples load, their lists are complete.

use std::collections::BTreeSet;

use deskdoc::diagnosis::{ActionId, Evidence, Ranking, rank_with};
use deskdoc::facts::{Format, Rule, Ruling, Schema, function_names, read_document};
use deskdoc::kb::{AnswerId, CauseId, Key, Kind, QuestionId, SourceFile, Sources, SymptomId, assemble};
use deskdoc::lint::CODES;

use crate::world::{Deskdoc, Folder, files_below, no_complaints, root, small_base, words};

#[test]
fn the_examples_of_the_authoring_guide_make_a_base_without_a_problem() {
    let files = examples(&guide("authoring.md"));
    let folder = written(&files);
    let run = Deskdoc::with_base(folder.path()).args(["eval", "--only", "tests"]).run();
    assert_eq!(run.code, Some(0), "its content tests pass: {}", run.out);
    let kinds: BTreeSet<&str> =
        files.iter().filter_map(|(path, _)| path.split_once('/')).map(|(kind, _)| kind).collect();
    let wanted = ["articles", "causes", "checks", "fixes", "out-of-scope", "questions", "symptoms"];
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), wanted, "an example of each kind");
    let files = files.into_iter().map(|(path, text)| SourceFile { path, bytes: text.into_bytes() });
    let (base, problems) = assemble(Sources { files: files.collect(), ..Sources::default() }, 1);
    no_complaints(problems.iter().map(ToString::to_string).collect());
    assert_eq!((base.symptoms().count(), base.causes().count(), base.fixes().count()), (1, 3, 1));
    assert_eq!((base.questions().count(), base.checks().count(), base.out_of_scope().count()), (1, 1, 1));
    assert_eq!(base.settings().name, "Meeting rooms");
}

#[test]
fn the_guide_to_lint_has_the_table_of_codes_of_the_program() {
    let guide = guide("lint.md");
    let rows = CODES.iter().map(|code| {
        format!("| `{}` | {} | {} | {} |", code.name, code.severity.word(), code.meaning, code.remedy)
    });
    no_complaints(
        rows.filter(|row| !guide.contains(row.as_str())).map(|row| format!("lacks {row}")).collect(),
    );
    let listed = codes_in_tables(guide.split_once("{#codes}").unwrap().1);
    let known: BTreeSet<String> = CODES.iter().map(|code| code.name.to_owned()).collect();
    assert_eq!(listed, known, "left: the guide, right: the program");
    assert_eq!(known.len(), CODES.len(), "no code stands there twice");
}

#[test]
fn the_table_of_codes_has_every_code_that_a_source_file_gives_and_no_other() {
    let given: BTreeSet<String> = ["src/kb", "src/lint"]
        .into_iter()
        .flat_map(|folder| files_below(&root().join(folder)))
        .filter(|(path, _)| path.ends_with(".rs") && !path.contains("tests") && path != "codes.rs")
        .flat_map(|(_, file)| codes_given(&std::fs::read_to_string(file).unwrap()))
        .collect();
    let known: BTreeSet<String> = CODES.iter().map(|code| code.name.to_owned()).collect();
    assert_eq!(known, given, "left: the table, right: src/kb and src/lint");
}

#[test]
fn every_problem_code_is_shown_by_a_case_or_known_to_need_a_large_file() {
    // These need a file of a size or sort, or two folders, that no case should carry; other tests make them.
    const ELSEWHERE: [&str; 6] = [
        "front-matter-too-large",
        "front-matter-too-many-values",
        "page-not-followed",
        "page-too-large",
        "page-unreadable",
        "path-duplicate",
    ];
    let shown: String = files_below(&crate::world::cases("lint"))
        .into_iter()
        .filter(|(path, _)| path.ends_with("problems.txt"))
        .map(|(_, file)| std::fs::read_to_string(file).unwrap())
        .collect();
    let missing = CODES
        .iter()
        .map(|code| code.name)
        .filter(|code| !ELSEWHERE.contains(code) && !shown.contains(&format!("[{code}]")));
    no_complaints(missing.map(|code| format!("no case in tests/cases/lint shows `{code}`")).collect());
}

#[test]
fn the_words_for_numbers_are_those_of_the_source() {
    let scales = std::fs::read_to_string(root().join("src/kb/scale.rs")).unwrap();
    let guide = guide("authoring.md");
    let table = guide.split_once("{#words-for-numbers}").unwrap().1.split_once("\n## ").unwrap().0;
    for (word, rest) in scales.split("(\"").skip(1).filter_map(|part| part.split_once("\", ")) {
        let number: f64 = rest.split(')').next().unwrap().parse().unwrap();
        let shown = number.to_string().trim_start_matches('0').to_owned();
        assert!(table.contains(&format!("`{word}`")) && table.contains(&shown), "`{word}` {shown}");
    }
}

#[test]
fn the_guide_to_the_command_line_names_every_command_and_option() {
    let guide = guide("cli.md");
    let mut complaints = Vec::new();
    for command in [
        "",
        "ask",
        "chat",
        "check",
        "search",
        "lint",
        "new",
        "tree",
        "eval",
        "learn",
        "serve",
        "index",
        "store",
        "store export",
        "store import",
        "outbox list",
        "outbox retry",
        "mcp",
        "doctor",
        "hook list",
        "hook try",
    ] {
        let help = Deskdoc::new().args(command.split_whitespace()).args(["--help"]).run().out;
        let options = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"))
            .map(|word| word.trim_end_matches(','));
        for option in options.filter(|option| !matches!(*option, "--help" | "--version")) {
            if !guide.contains(&format!("`{option}")) {
                complaints.push(format!("cli.md does not name `{option}` of `{command}`"));
            }
        }
        if !guide.contains(&format!("deskdoc {command}")) {
            complaints.push(format!("cli.md does not name the command `{command}`"));
        }
    }
    let help = Deskdoc::new().args(["--help"]).run().out;
    let commands = help.split_once("Commands:").unwrap().1.split_once("\n\n").unwrap().0;
    for command in commands
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
    {
        if !guide.contains(&format!("{{#{command}}}")) {
            complaints.push(format!("cli.md has no section on the command `{command}`"));
        }
    }
    no_complaints(complaints);
}

#[test]
fn the_commands_in_the_guides_and_the_readme_are_understood() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let texts =
        [readme, guide("cli.md"), guide("contributing.md"), guide("authoring.md"), guide("reading-eval.md")];
    let base = small_base().to_string_lossy().into_owned();
    let mut complaints = Vec::new();
    let mut n_run = 0;
    let folder = crate::world::Folder::new();
    for file in ["snapshot.json", "production.json", "stage.json"] {
        folder.write(file, "{}");
    }
    folder.write("package.xml", "<package/>");
    for line in texts.iter().flat_map(|text| text.lines()).filter_map(|line| line.strip_prefix("deskdoc ")) {
        let command = line.split(['<', '>', '|', '#']).next().unwrap().replace("./handbook", &base);
        // What a command keeps, it keeps here.
        let command = command.replace("/var/lib/deskdoc", &folder.path().join("data").to_string_lossy());
        // A server would run for ever; files of batches, cases and hooks, stores and tokens are the reader's; what is begun is written.
        let writes = command.contains(" new ") && !command.contains(" ci ");
        let theirs = ["serve", "--batch", "cases.jsonl", "store", "outbox", "learn", "doctor", "hook "];
        if writes || theirs.iter().any(|theirs| command.contains(theirs)) {
            continue;
        }
        n_run += 1;
        // Some name a symptom of the built-in base.
        let names_builtin =
            ["session-expired", "redirected-to-adobe-com"].iter().any(|id| command.contains(id));
        let run = if names_builtin { Deskdoc::new() } else { Deskdoc::new().env("DESKDOC_KB", small_base()) };
        let run = run.folder(folder.path()).args(words(&command)).run();
        if !matches!(run.code, Some(0 | 3)) {
            complaints.push(format!("deskdoc {line}: exit {:?}: {}", run.code, run.err));
        }
    }
    assert!(n_run >= 8, "only {n_run} commands were found");
    no_complaints(complaints);
}

/// A folder with files of a guide.
fn written(files: &[(String, String)]) -> Folder {
    let folder = Folder::new();
    for (path, text) in files {
        folder.write(path, text);
    }
    folder
}

/// The blocks of one language, without their fences.
fn blocks(guide: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let fenced = guide.split(&fence).skip(1);
    fenced.map(|block| block.split("\n```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_tutorial_works_word_by_word() {
    let tutorial = guide("tutorial.md");
    let folder = Folder::new();
    let run = |command: &str| Deskdoc::new().folder(folder.path()).args(words(command)).run();
    let commands = blocks(&tutorial, "sh").join("\n");
    let commands = commands.lines().map(|line| line.strip_prefix("deskdoc ").unwrap());
    let (begun, tried): (Vec<&str>, Vec<&str>) = commands.partition(|command| command.contains(" new "));
    for command in &begun {
        let run = run(command);
        assert_eq!(run.code, Some(0), "{command}: {}", run.err);
    }
    let n_begun = files_below(folder.path()).len();
    for (path, text) in examples(&tutorial) {
        let is_begun = folder.path().join("vpn").join(&path).exists() || path.ends_with(".case.md");
        assert!(is_begun, "{path}: no command of the tutorial begins it");
        folder.write(&format!("vpn/{path}"), text);
    }
    assert_eq!(
        files_below(folder.path()).len(),
        n_begun + 1,
        "each page that is begun is written, and one case"
    );
    for command in tried.iter().filter(|command| !command.contains("chat")) {
        let run = run(command);
        assert_eq!(run.code, Some(0), "{command}: {}{}", run.out, run.err);
        if command.contains("lint") {
            assert!(run.out.contains("nothing wrong"), "{}", run.out);
        }
        if command.contains(" ask ") {
            assert!(run.out.contains(" 1. The password has expired"), "{}", run.out);
        }
    }
    the_transcript_is_what_the_program_says(&tutorial, folder.path());
    std::fs::remove_file(folder.path().join("vpn/questions/which-error.md")).unwrap();
    let failed = run("--kb vpn eval --only tests");
    assert_eq!(failed.code, Some(1));
    assert!(failed.out.contains("FAILED password-expired: error 691 is the password"), "{}", failed.out);
}

/// What is typed in the transcript is typed, and its other lines come in that order; a guide leaves some out.
fn the_transcript_is_what_the_program_says(tutorial: &str, folder: &std::path::Path) {
    let transcript = blocks(tutorial, "transcript").pop().unwrap();
    let typed: String = transcript
        .lines()
        .filter_map(|line| line.strip_prefix("> "))
        .map(|line| format!("{line}\n"))
        .collect();
    let said = Deskdoc::new().folder(folder).args(["--kb", "vpn", "chat"]).input(typed).run().out;
    let mut rest = said.as_str();
    for line in transcript.lines().filter(|line| !line.is_empty()) {
        let (_, behind) = rest.split_once(line).unwrap_or_else(|| panic!("{line:?} is not said in:\n{said}"));
        rest = behind;
    }
}

#[test]
fn the_worked_example_of_probabilities_is_what_the_program_works_out() {
    let files = examples(&guide("tutorial.md"));
    let files = files.into_iter().map(|(path, text)| SourceFile { path, bytes: text.into_bytes() });
    let (base, _) = assemble(Sources { files: files.collect(), ..Sources::default() }, 1);
    let symptom = [(SymptomId::parse("vpn-does-not-connect").unwrap(), 1.0)];
    let password = CauseId::parse("password-expired").unwrap();
    let answers = vec![(QuestionId::parse("which-error").unwrap(), AnswerId::parse("error-691").unwrap())];
    let answered = Evidence { answers, ..Evidence::default() };
    let failed = Evidence { failed: vec![ActionId::FixOf(password)], ..answered.clone() };
    let columns =
        [Evidence::default(), answered, failed].map(|evidence| rank_with(&base, &symptom, &evidence));
    let chance = |ranking: &Ranking, name: &str| match name {
        "something else" => ranking.something_else,
        name => ranking.causes.iter().find(|ranked| ranked.cause.as_str() == name).unwrap().probability,
    };
    let guide = guide("probabilities.md");
    for name in ["password-expired", "no-internet", "port-blocked", "something else"] {
        let shown = if name.contains(' ') { name.to_owned() } else { format!("`{name}`") };
        let cells = columns.each_ref().map(|ranking| format!("{:.1} %", chance(ranking, name) * 100.0));
        let row = format!("| {shown} | {} |", cells.join(" | "));
        assert!(guide.contains(&row), "the guide should have the row {row}");
    }
}

#[test]
fn the_authoring_guide_explains_every_key() {
    let guide = guide("authoring.md");
    let keys = Key::common().iter().chain(Kind::ALL.into_iter().flat_map(Key::of));
    let is_explained =
        |key: &&Key| guide.contains(&format!("`{}`", key.name)) || guide.contains(&format!("`{}:", key.name));
    no_complaints(keys.filter(|key| !is_explained(key)).map(|key| format!("`{}`", key.name)).collect());
}

#[test]
fn deskdoc_answers_questions_about_itself_with_the_section_of_a_guide() {
    let asked = [
        ("how do I add a symptom", "deskdoc/tutorial.md", "add-a-symptom"),
        ("how do I write a content test for my page", "deskdoc/authoring.md", "content-tests"),
        ("deskdoc serve behind a proxy", "deskdoc/limits.md", "server-limits"),
    ];
    for (question, path, anchor) in asked {
        let answer = Deskdoc::new().args(["ask", "--json", question]).run().json();
        assert_eq!(answer["out_of_scope"]["id"], "about-deskdoc", "{question}");
        let first = &answer["articles"][0];
        assert_eq!(
            (first["path"].as_str(), first["anchor"].as_str()),
            (Some(path), Some(anchor)),
            "{question}"
        );
    }
}

/// The text of a guide.
pub fn guide(name: &str) -> String {
    std::fs::read_to_string(root().join("docs/deskdoc").join(name)).unwrap()
}

/// Code blocks with their file: a line with nothing but a path in back-ticks, then the block.
fn examples(guide: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut path = None;
    let mut lines = guide.lines();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
            path = Some(name.to_owned());
        } else if line.starts_with("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            files.extend(path.take().map(|path| (path, block.join("\n") + "\n")));
        }
    }
    files
}

#[test]
fn the_example_of_facts_in_the_authoring_guide_is_a_sound_setting() {
    let guide = guide("authoring.md");
    let section = guide.split_once("{#facts}").unwrap().1;
    let example = section.split_once("```yaml\n").unwrap().1.split_once("\n```").unwrap().0;
    let file = SourceFile { path: "kb.yml".to_owned(), bytes: example.as_bytes().to_vec() };
    let (base, problems) = assemble(Sources { files: vec![file], ..Sources::default() }, 1);
    no_complaints(problems.iter().map(ToString::to_string).collect());
    let schema = &base.settings().facts;
    assert_eq!((schema.fields().len(), schema.subjects().len()), (8, 1));
    assert_eq!((schema.elements.len(), schema.addresses.len()), (1, 1));
    let form = "Türart: front   Locked: ja   Name: A1\nKey groups: all, some";
    let found = deskdoc::facts::read_text(schema, form).facts;
    let scene = deskdoc::facts::Scene::new(schema, &found);
    let rule = Rule::compile("door.locked && door.label == \"A1\" && size(user.groups) == 2").unwrap();
    assert_eq!(rule.judge(&scene), Ruling::True);
}

#[test]
fn the_examples_of_rules_in_the_authoring_guide_give_what_they_say() {
    let guide = guide("authoring.md");
    let block = guide.split_once("```rules\n").unwrap().1.split_once("\n```").unwrap().0;
    let (facts, examples) = block.split_once('\n').unwrap();
    let schema = Schema::default();
    let facts = facts.strip_prefix("facts: ").unwrap();
    let reading = read_document(&schema, facts, Format::Json, None).unwrap();
    let scene = deskdoc::facts::Scene::new(&schema, &reading.facts);
    let mut complaints = Vec::new();
    for example in examples.lines() {
        let (source, wanted) = example.split_once(" => ").unwrap();
        let rule = Rule::compile(source).unwrap_or_else(|bad| panic!("{source}: {bad}"));
        let found = match (rule.judge(&scene), rule.text(&scene)) {
            (_, Some(text)) => text,
            (Ruling::Undecided(missing), None) => format!("undecided: {}", missing.join(", ")),
            (ruling, None) => format!("{ruling:?}"),
        };
        if found != wanted {
            complaints.push(format!("{source}: {found:?} instead of {wanted:?}"));
        }
    }
    no_complaints(complaints);
}

#[test]
fn the_authoring_guide_explains_every_function_that_rules_can_call() {
    let guide = guide("authoring.md");
    let table = guide.split_once("{#rules}").unwrap().1.split_once("\n## ").unwrap().0;
    let missing = function_names()
        .filter(|name| !table.contains(&format!("`{name}")) && !table.contains(&format!(".{name}(")));
    no_complaints(missing.map(|name| format!("`{name}` is not explained")).collect());
}

/// The first column of tables, where it is a word in back-ticks.
fn codes_in_tables(text: &str) -> BTreeSet<String> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    cells.map(|(code, _)| code.to_owned()).collect()
}

/// The codes that a source file gives to problems: the first text behind a call that makes one, or one that is a
/// value by itself.
fn codes_given(source: &str) -> Vec<String> {
    const CALLS: [&str; 6] = [".error(", ".warning(", ".note(", "Self::new(", "Fault::new(", "code: "];
    let places =
        CALLS.iter().flat_map(|call| source.match_indices(call).map(|(at, call)| &source[at + call.len()..]));
    let firsts = places.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'));
    let is_code = |code: &str| {
        code.contains('-') && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    firsts.map(|(code, _)| code.to_owned()).filter(|code| is_code(code)).collect()
}
