//! How long it takes to build an index, to write anew what has changed, and to search.
//!
//! On 500 made-up pages, or on a folder of one's own: `DESKDOC_BENCH_KB=DIR cargo bench --bench search`. The starts from
//! a data folder, whole or after one page changed, are measured on a copy, and the memory they leave taken is printed.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench may stop, reads a folder, and prints what it measures"
)]

use std::path::Path;
use std::sync::LazyLock;

use deskdoc::config;
use deskdoc::kb::{KnowledgeBase, SourceFile, Sources, assemble};
use deskdoc::library::Library;
use deskdoc::search::{Place, Progress, SearchIndex};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

static FILES: LazyLock<Vec<SourceFile>> = LazyLock::new(|| match std::env::var("DESKDOC_BENCH_KB") {
    Ok(folder) => read(Path::new(&folder), Path::new(&folder)),
    Err(_) => made_up(500),
});
static BASE: LazyLock<KnowledgeBase> = LazyLock::new(|| base(FILES.clone()));
static INDEX: LazyLock<SearchIndex> =
    LazyLock::new(|| SearchIndex::build(&BASE, Place::Memory, n_threads()).unwrap());

fn n_threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn base(files: Vec<SourceFile>) -> KnowledgeBase {
    assemble(Sources { files, ..Sources::default() }, n_threads()).0
}

fn read(root: &Path, folder: &Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(read(root, &path));
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let relative = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            files.push(SourceFile { path: relative, bytes: std::fs::read(&path).unwrap() });
        }
    }
    files
}

/// Pages of words that are as unevenly common as those of real pages; the same ones every time.
fn made_up(n_pages: u64) -> Vec<SourceFile> {
    let mut state = 42_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut word = move || {
        let rank = (4_000_f64).powf(next() as f64 / (1_u64 << 31) as f64) as u64;
        ["ser", "ver", "con", "fig", "ma", "to", "ri", "na"].iter().enumerate().fold(
            String::new(),
            |word, (at, part)| {
                if (rank >> at) & 1 == 1 { word + part } else { word + part.trim_end_matches(|c| c != 'e') }
            },
        ) + &(rank >> 8).to_string()
    };
    (0..n_pages)
        .map(|number| {
            let mut words = |n: usize| (0..n).map(|_| word()).collect::<Vec<_>>().join(" ");
            let mut text = format!("# {}\n\n{}.\n", words(4), words(40));
            for part in 0..8 {
                text += &format!(
                    "\n## {} {{#p{part}}}\n\n{}. See [{}](p{}.md).\n",
                    words(3),
                    words(90),
                    words(3),
                    (number * 7 + part) % n_pages
                );
            }
            SourceFile { path: format!("p{number}.md"), bytes: text.into_bytes() }
        })
        .collect()
}

/// The heading of some page, as somebody would type it.
fn query(n_words: usize) -> String {
    let page = &BASE.pages()[BASE.pages().len() / 2];
    let text = page.text();
    let words = text.document.sections.iter().flat_map(|section| section.text.split_whitespace());
    words.skip(5).take(n_words).collect::<Vec<_>>().join(" ")
}

#[divan::bench(sample_count = 10)]
fn build(bencher: Bencher) {
    let base = &*BASE;
    bencher.bench(|| SearchIndex::build(base, Place::Memory, n_threads()).unwrap());
}

#[divan::bench(sample_count = 10)]
fn rewrite_one_page(bencher: Bencher) {
    let mut changed = FILES.clone();
    let last = changed.len() - 1;
    changed[last].bytes.extend(b"\nOne sentence more.\n");
    let changed = base(changed);
    bencher
        .with_inputs(|| {
            let folder = tempfile::tempdir().unwrap();
            drop(SearchIndex::build(&BASE, Place::Folder(folder.path()), n_threads()).unwrap());
            folder
        })
        .bench_values(|folder| {
            let index = SearchIndex::rewrite(&changed, folder.path(), n_threads()).unwrap();
            assert!(index.is_some());
            folder
        });
}

/// A copy of the base in a folder, and a data folder in which everything of it is kept.
struct Kept {
    folder: tempfile::TempDir,
    library: config::Library,
}

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let pages = folder.path().join("pages");
        for file in FILES.iter() {
            let path = pages.join(&file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, &file.bytes).unwrap();
        }
        let library = config::Library { folders: vec![pages], data: Some(folder.path().join("data")) };
        let kept = Self { folder, library };
        drop(kept.start());
        kept
    }

    fn start(&self) -> Library {
        Library::open(&self.library, &Progress::unseen()).unwrap()
    }

    /// Adds a sentence to some page.
    fn change_a_page(&self) {
        let file = self.folder.path().join("pages").join(&FILES[FILES.len() / 2].path);
        let text = std::fs::read_to_string(&file).unwrap() + "\nOne sentence more.\n";
        std::fs::write(file, text).unwrap();
    }
}

/// Megabytes that the process takes now, where the system tells.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<usize>().ok()? / 1024)
}

/// Run it alone (`cargo bench --bench search -- resident`), for memory once taken may stay with the process.
#[divan::bench(sample_count = 1)]
fn resident_after_a_start(bencher: Bencher) {
    // Another process keeps everything, so that building leaves no trace in this one.
    let folder = tempfile::tempdir().unwrap();
    let pages = std::env::var("DESKDOC_BENCH_KB").ok();
    let library = config::Library {
        folders: pages.iter().map(Into::into).collect(),
        data: Some(folder.path().join("data")),
    };
    let data = library.data.as_deref().unwrap();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_deskdoc"));
    if let Some(pages) = &pages {
        command.arg("--kb").arg(pages);
    }
    assert!(command.arg("--data").arg(data).arg("index").status().unwrap().success());
    bencher.bench(|| {
        let library = Library::open(&library, &Progress::unseen()).unwrap();
        println!("resident: {:?} MB", resident());
        library
    });
}

#[divan::bench(sample_count = 10)]
fn start_with_everything_kept(bencher: Bencher) {
    let kept = Kept::new();
    bencher.bench(|| kept.start());
}

#[divan::bench(sample_count = 10)]
fn start_after_one_page_changed(bencher: Bencher) {
    let kept = Kept::new();
    bencher.with_inputs(|| kept.change_a_page()).bench_values(|()| kept.start());
}

#[divan::bench(args = [1, 3, 8, 20])]
fn search(bencher: Bencher, n_words: usize) {
    let query = query(n_words);
    let index = &*INDEX;
    bencher.bench(|| index.find(black_box(&query), 10).unwrap());
}

#[divan::bench]
fn search_mistyped(bencher: Bencher) {
    let query = format!("{} misstypedwoord", query(3));
    let index = &*INDEX;
    bencher.bench(|| index.find(black_box(&query), 10).unwrap());
}

#[divan::bench]
fn search_a_pasted_log(bencher: Bencher) {
    let lines = (0..).map(|line| format!("2026-08-01 12:{line} server thread w{line} {}\n", query(6)));
    let log: String = lines.take(900).collect();
    let index = &*INDEX;
    bencher.bench(|| index.find(black_box(&log), 10).unwrap());
}
