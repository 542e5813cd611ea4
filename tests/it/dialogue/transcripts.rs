//! Plays the transcripts of `tests/cases/dialogue` through the real program.
//!
//! A transcript is what `deskdoc chat` prints when its lines come through a pipe: the lines behind `>` are what a
//! person types. Comments (`#`) on top stay; `# base: coffee` chooses one of the small bases in `tests/cases/bases` instead of the built-in
//! one.
//! `UPDATE_CASES=1` writes the answers anew, and a case may then begin as nothing but comments and `>` lines.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::world::{Deskdoc, cases, expect_file, files_below, no_complaints};

#[test]
fn conversations_go_as_the_transcripts_say() {
    let files: Vec<PathBuf> = files_below(&cases("dialogue")).into_iter().map(|(_, file)| file).collect();
    assert!(files.len() >= 30, "only {} transcripts", files.len());
    // The first run learns the base and keeps what it learnt for the others.
    talk("", None);
    let complaints = std::thread::scope(|scope| {
        let played: Vec<_> = files
            .chunks(files.len().div_ceil(4))
            .map(|files| {
                scope.spawn(|| files.iter().filter_map(|file| played(file).err()).collect::<Vec<_>>())
            })
            .collect();
        played.into_iter().flat_map(|played| played.join().unwrap()).collect::<Vec<String>>()
    });
    no_complaints(complaints);
}

fn played(file: &Path) -> Result<(), String> {
    let transcript = std::fs::read_to_string(file).unwrap();
    let comments: String =
        transcript.lines().take_while(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    let typed = transcript.lines().filter_map(|line| line.strip_prefix('>')).map(|line| line.trim_start());
    let typed: String = typed.map(|line| format!("{line}\n")).collect();
    let answered = talk(&typed, comments.lines().find_map(|line| line.strip_prefix("# base: ")));
    expect_file(file, &format!("{comments}{answered}"))
}

/// What the program prints. The revision of the built-in base moves with every page and is left out.
pub fn talk(typed: &str, base: Option<&str>) -> String {
    let folder = base.map(|base| cases("bases").join(base));
    let run = folder.map_or_else(Deskdoc::new, |folder| Deskdoc::with_base(&folder));
    let run = run.args(["--data"]).args([data()]).args(["chat"]).input(typed).run();
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""), "{typed:.200}");
    let mut out = String::new();
    for line in run.out.lines() {
        let line = match line.strip_prefix("Revision of the knowledge base: ") {
            Some(_) => "Revision of the knowledge base: …",
            None => line,
        };
        out.push_str(line);
        out.push('\n');
    }
    out
}

/// Where what was learnt is kept for all runs of this test: learning takes longer than talking.
fn data() -> &'static Path {
    static DATA: OnceLock<PathBuf> = OnceLock::new();
    DATA.get_or_init(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("conversations"))
}
