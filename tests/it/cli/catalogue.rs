//! Pages that were read once are kept in the data folder, and are never a reason for another answer or for none.

use std::path::{Path, PathBuf};

use deskdoc::config;
use deskdoc::library::Library;
use deskdoc::search::Progress;
use deskdoc::wire::Article;

use crate::world::{Deskdoc, Folder, Run, files_below, small_base};

/// A few articles with everything that is kept of them: links that lead somewhere and nowhere, anchors of all sorts,
/// front matter, and one page in which something is wrong.
fn handbook() -> Folder {
    let base = Folder::new();
    base.write("kb.yml", "name: Handbook\n");
    base.write(
        "a.md",
        "---\ntitle: \"Alpha\"\ndescription: The first.\nlang: en\nowner: us\nproduct: Kettle\nrefs: [R1, R2]\n---\n\n\
         Opening words.\n\n# Alpha {#top}\n\nSee [the filter](b.md#filter), [nothing](b.md#gone), [no page](c.md), \
         [here](#steps) and [nowhere](#lost).\n\n## Steps {#steps}\n\n1. Fill.\n2. Boil äöü.\n\n## Steps {#steps}\n\nAgain.\n",
    );
    base.write("b.md", "# Beta\r\n\r\n## Filter\r\n\r\nClean it. ![picture](none.png) [bad](javascript:x)\r\n\r\n- ### Inner {#inner}\r\n");
    base.write("wrong.md", "---\ntitle: \"Open\nreview_by: soon\n---\n# Wrong\n\nBoiling over.\n");
    base.write("draft.md", "---\nstatus: draft\n---\n# Draft\n\nBoil nothing.\n");
    base.write(
        "cause.md",
        "---\nkind: cause\nid: lime\ndocs: [\"a.md#steps\", \"b.md#inner\"]\n---\n# Lime\n\nScale.\n\n## Fix\n\n1. Descale.\n",
    );
    base
}

/// Everything that is said of a base: its problems, its articles, its facets and a search.
fn all_said(base: &Path, data: Option<&Path>) -> String {
    let settings = config::Library { folders: vec![base.to_path_buf()], data: data.map(Path::to_path_buf) };
    let snapshot = Library::open(&settings, &Progress::unseen()).unwrap().snapshot();
    let articles: Vec<Article> =
        snapshot.base.pages().iter().map(|page| Article::of(&snapshot.base, page)).collect();
    let texts: Vec<_> = snapshot.base.pages().iter().map(|page| (page.path.clone(), page.text())).collect();
    let readings: Vec<_> = snapshot.base.causes().map(|cause| snapshot.base.readings(cause)).collect();
    let hits = snapshot.index.search("boil the filter", &[], 10).unwrap();
    let report = format!("{:?}", snapshot.problems);
    let articles = serde_json::to_string(&articles).unwrap();
    format!(
        "{report}\n{articles}\n{texts:?}\n{readings:?}\n{:?}\n{hits:?}\n{}",
        snapshot.facets, snapshot.revision
    )
}

/// A page of each kind, and pages in which something is wrong that is found only when all are there, at places which
/// have to be followed through folded lines and escapes.
fn knowledge() -> Folder {
    let base = Folder::new();
    base.copy(&small_base());
    base.write(
        "symptoms/odd.md",
        "---\r\nkind: symptom\r\nid: odd\r\nsays: ['it hums', \"it \\u0068ums\", 5, 0x1F, ~]\r\ncauses:\r\n  gone: common\r\n  tank-empty: 0.25\r\n\
         answered: [no-question]\r\ntests: [{says: 'humming', symptom: odd}]\r\n---\r\n# Odd äöü\r\n\r\n[x](nowhere.md)\r\n",
    );
    base.write(
        "checks/wrong.md",
        "---\nkind: check\nid: wrong\npass: >-\n  machine.water_litres > 0.2 &&\n  machine.watr_litres > 1\n\
         fail: \"machine.floor == \\\"\\u0033\\\" &&& true\"\n---\n# Wrong\n",
    );
    base.write(
        "causes/lime.md",
        "---\nkind: cause\nid: lime\neffort: 1e400\nworks: often\nmade: 2024-01-01\nlevel: -3\nodd: .nan\nnested: {a: [{b: [true, null]}]}\n\
         docs: [\"articles/handbook.md#gone\"]\n---\n# Lime\n\n## Fix\n\n1. Descale.\n",
    );
    base.write("questions/broken.md", "---\nkind: question\nid: [a]\n---\n# Broken\n");
    base
}

fn ask(base: Option<&Path>, data: Option<&Path>, words: &str) -> Run {
    let run = base.map_or_else(Deskdoc::new, Deskdoc::with_base).args(["ask", "--json", words]);
    let data: Vec<&Path> = data.map(|data| [Path::new("--data"), data]).into_iter().flatten().collect();
    run.args(data).run()
}

fn lint(base: &Folder, data: &Folder) -> Run {
    Deskdoc::with_base(base.path()).args(["lint", "--format", "json", "--data"]).args([data.path()]).run()
}

/// The one volume that is kept.
fn volume(data: &Folder) -> PathBuf {
    let files = files_below(&data.path().join("catalogue"));
    assert_eq!(files.len(), 1, "{files:?}");
    files.into_iter().map(|(_, file)| file).next().unwrap()
}

#[test]
fn everything_said_of_a_base_is_the_same_with_and_without_what_was_kept() {
    let (base, data) = (handbook(), Folder::new());
    let without = all_said(base.path(), None);
    assert!(without.contains("link-anchor-missing") && without.contains("anchor-changed"), "{without}");
    assert_eq!(all_said(base.path(), Some(data.path())), without, "when it is written");
    assert_eq!(all_said(base.path(), Some(data.path())), without, "when it is read");
    base.write("a.md", "# Alpha\n\n## Other {#gone}\n\nNothing is boiled. [x](b.md#inner)\n");
    base.write("c.md", "# Gamma\n\nA page that was missing.\n");
    std::fs::remove_file(base.path().join("draft.md")).unwrap();
    let changed = all_said(base.path(), None);
    assert_ne!(changed, without);
    assert_eq!(all_said(base.path(), Some(data.path())), changed, "after pages changed, came and went");
    assert_eq!(all_said(base.path(), Some(data.path())), changed, "and once more");
}

#[test]
fn pages_with_knowledge_say_the_same_with_and_without_what_was_kept() {
    let (base, data) = (knowledge(), Folder::new());
    let same_as_read = |occasion: &str| {
        let without = all_said(base.path(), None);
        let linted = Deskdoc::with_base(base.path()).args(["lint", "--format", "json"]).run();
        let answers = ["the tank is empty", "it hums", "no coffee"]
            .map(|words| (words, ask(Some(base.path()), None, words).out));
        for time in ["when it is written", "when it is read"] {
            assert_eq!(all_said(base.path(), Some(data.path())), without, "{occasion}, {time}");
            assert_eq!(lint(&base, &data).out, linted.out, "{occasion}, {time}");
            for (words, answer) in &answers {
                assert_eq!(
                    ask(Some(base.path()), Some(data.path()), words).out,
                    *answer,
                    "{occasion}, {time}: {words}"
                );
            }
        }
        without
    };
    let first = same_as_read("at first");
    let places = [
        "\"fact-unknown\"",
        "\"rule-invalid\"",
        "\"cause-unknown\"",
        "\"number-wrong\"",
        "\"value-wrong-shape\"",
    ];
    assert!(places.iter().all(|code| first.contains(code)), "{first}");
    base.write(
        "causes/tank-empty.md",
        "---\nkind: cause\nid: tank-emptied\n---\n# Emptied\n\n## Fix\n\n1. Fill it.\n",
    );
    std::fs::remove_file(base.path().join("checks/wrong.md")).unwrap();
    let changed = same_as_read("after pages changed and went");
    assert!(
        changed.contains("there is no cause `tank-empty`") && !changed.contains("rule-invalid"),
        "{changed}"
    );
}

#[test]
fn the_built_in_base_is_kept_too_and_answers_the_same() {
    let data = Folder::new();
    let words = "after login I land on adobe.com";
    let without = ask(None, None, words);
    assert_eq!((without.code, without.err.as_str()), (Some(0), ""));
    let with = || ask(None, Some(data.path()), words);
    assert_eq!(with().out, without.out, "when it is written");
    let file = volume(&data);
    let whole = std::fs::read(&file).unwrap();
    assert_eq!(with().out, without.out, "when it is read");
    assert!(std::fs::read(&file).unwrap() == whole, "nothing is written when nothing changed");
    for part in 1..4 {
        let mut damaged = whole.clone();
        damaged[whole.len() * part / 4] ^= 0x10;
        std::fs::write(&file, damaged).unwrap();
        assert_eq!(with().out, without.out, "with a damaged byte in part {part}");
        let mended = std::fs::read(volume(&data)).unwrap();
        assert!(mended != whole && with().out == without.out, "{part}");
        assert!(std::fs::read(volume(&data)).unwrap() == mended, "{part}: not mended");
    }
}

#[test]
fn whatever_is_wrong_with_what_was_kept_pages_are_read_anew_and_it_is_replaced() {
    damaged_volumes_are_replaced(&handbook(), 40);
    damaged_volumes_are_replaced(&knowledge(), 10);
}

fn damaged_volumes_are_replaced(base: &Folder, n_bytes: usize) {
    let data = Folder::new();
    let first = lint(base, &data);
    let file = volume(&data);
    let whole = std::fs::read(&file).unwrap();
    let with = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] ^= byte;
        bytes
    };
    let mut damages: Vec<(String, Vec<u8>)> = vec![
        ("empty".to_owned(), Vec::new()),
        ("foreign".to_owned(), b"damaged".to_vec()),
        ("cut off".to_owned(), whole[..whole.len() / 2].to_vec()),
        ("one byte short".to_owned(), whole[..whole.len() - 1].to_vec()),
        ("one byte more".to_owned(), [whole.as_slice(), b"x"].concat()),
        ("zeroed".to_owned(), vec![0; whole.len()]),
    ];
    let apart = whole.len().div_ceil(n_bytes);
    damages.extend((0..whole.len()).step_by(apart).map(|at| (format!("a bit of byte {at}"), with(at, 4))));
    for (damage, bytes) in damages {
        std::fs::write(&file, bytes).unwrap();
        let again = lint(base, &data);
        assert_eq!((again.code, &again.out, again.err.as_str()), (first.code, &first.out, ""), "{damage}");
        let before = std::fs::read(volume(&data)).unwrap();
        assert_eq!(lint(base, &data).out, first.out, "{damage}");
        assert!(std::fs::read(volume(&data)).unwrap() == before, "{damage}: not mended");
    }
}

#[test]
fn what_changes_to_and_fro_does_not_make_it_grow_for_ever() {
    let (base, data) = (handbook(), Folder::new());
    lint(&base, &data);
    let size = std::fs::metadata(volume(&data)).unwrap().len();
    for round in 0..20 {
        base.write("b.md", format!("# Beta\n\n{}\n", format!("Round {round} of them. ").repeat(200)));
        lint(&base, &data);
    }
    assert!(std::fs::metadata(volume(&data)).unwrap().len() < 4 * size);
}

#[test]
fn a_page_that_changes_on_disk_is_shown_as_it_was_loaded() {
    let (base, data) = (handbook(), Folder::new());
    let settings =
        config::Library { folders: vec![base.path().to_path_buf()], data: Some(data.path().to_path_buf()) };
    let snapshot = Library::open(&settings, &Progress::unseen()).unwrap().snapshot();
    base.write("b.md", "# Another\n\nOther words.\n");
    let others = Library::open(&settings, &Progress::unseen()).unwrap().snapshot();
    let text = |snapshot: &deskdoc::library::Snapshot| snapshot.base.published_page("b").unwrap().text();
    assert!(text(&snapshot).body.contains("Clean it."));
    assert!(text(&others).body.contains("Other words."));
}

#[test]
fn that_pages_cannot_be_kept_is_no_error() {
    let (base, data) = (handbook(), Folder::new());
    data.write("catalogue", "a file where a folder should be");
    assert_eq!(all_said(base.path(), Some(data.path())), all_said(base.path(), None));
}

#[test]
fn processes_that_start_together_do_not_hurt_each_other() {
    let (base, data) = (handbook(), Folder::new());
    let first = lint(&base, &data);
    std::thread::scope(|scope| {
        for round in 0..4 {
            let (first, base, data) = (&first, &base, &data);
            scope.spawn(move || {
                for _ in 0..3 {
                    let own = Folder::new();
                    own.copy(base.path());
                    own.write("more.md", format!("# More {round}\n"));
                    assert_eq!(lint(&own, data).code, first.code);
                    assert_eq!(lint(base, data).out, first.out);
                }
            });
        }
    });
    assert_eq!(lint(&base, &data).out, first.out);
    volume(&data);
}
