//! The layer table and the owner table of `docs/deskdoc/architecture.md` are true.
//!
//! The tables are read out of the page itself, so that the page cannot say something else than the code.

mod paths;
mod rust_text;
mod tables;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use self::tables::Tables;

/// One import that the tables forbid, in words.
type Violation = String;

#[test]
fn imports_go_down_only_and_libraries_are_used_by_their_owners() {
    let tables = tables_of_the_page();
    let violations: Vec<Violation> = rust_files(&root().join("src"))
        .iter()
        .flat_map(|file| {
            let text = std::fs::read_to_string(file).expect("a source file is text");
            check(&relative(file), &text, &tables)
        })
        .collect();
    assert!(violations.is_empty(), "against docs/deskdoc/architecture.md:\n{}", violations.join("\n"));
}

#[test]
fn the_layer_table_lists_the_modules_that_exist_and_no_others() {
    let source = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    let exist: BTreeSet<String> = source
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod ")))
        .filter_map(|rest| rest.strip_suffix(';'))
        .map(str::to_owned)
        .collect();
    let listed: BTreeSet<String> = tables_of_the_page().layers.into_keys().collect();
    assert_eq!(listed, exist, "left: the table, right: src/lib.rs");
}

#[test]
fn no_two_modules_see_each_other() {
    let tables = tables_of_the_page();
    let all: Vec<&String> = tables.layers.keys().collect();
    for module in &all {
        assert!(!tables.reaches(module, module), "`{module}` can reach itself through the layer table");
    }
}

#[test]
fn the_checker_finds_planted_violations() {
    let tables =
        Tables::read("```layers\nlow:\nhigh: low\n```\n```owners\nstd::fs: high\nnetlib: high\n```\n");
    let planted = [
        ("src/low.rs", "use crate::high::Thing;"),
        ("src/low.rs", "use crate::{low, high::{self, Other}};"),
        ("src/low/deep.rs", "fn f() { crate::high::go(); }"),
        ("src/low/deep.rs", "use super::super::high;"),
        ("src/low/mod.rs", "pub(super) use super::high::Thing;"),
        ("src/low.rs", "use std::fs;"),
        ("src/low.rs", "use std::{fmt, fs::File};"),
        ("src/low.rs", "fn f() { let _ = std::fs::read(\"x\"); }"),
        ("src/low.rs", "#[derive(netlib::Shape)] struct S;"),
        ("src/low.rs", "use crate::unlisted::Thing;"),
    ];
    for (file, text) in planted {
        assert_eq!(check(file, text, &tables).len(), 1, "not found in {file}: {text}");
    }
}

#[test]
fn the_checker_passes_over_comments_texts_tests_and_what_is_allowed() {
    let tables = Tables::read("```layers\nlow:\nhigh: low\n```\n```owners\nstd::fs: high\n```\n");
    let harmless = [
        ("src/high.rs", "use crate::low; use std::fs;"),
        ("src/low.rs", "use crate::low::part; use self::part; use super::low;"),
        ("src/low.rs", "// use crate::high;\n/* std::fs /* nested */ crate::high */\n//! crate::high"),
        ("src/low.rs", "const A: &str = \"crate::high\"; const B: &str = r#\"std::fs \"quoted\" \"#;"),
        ("src/low.rs", "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' } // crate::high"),
        (
            "src/low.rs",
            "#[cfg(test)]\nmod tests { use crate::high; fn f() { std::fs::read(\"}\"); } }\nuse super::low;",
        ),
        ("src/low/tests.rs", "use crate::high;"),
        ("src/low/tests/deep.rs", "use crate::high;"),
    ];
    for (file, text) in harmless {
        assert_eq!(check(file, text, &tables), Vec::<Violation>::new(), "in {file}");
    }
}

/// What a file of `src` imports against the tables.
fn check(file: &str, text: &str, tables: &Tables) -> Vec<Violation> {
    let parts: Vec<&str> = file.trim_end_matches(".rs").split('/').skip(1).collect();
    let is_test = parts.contains(&"tests");
    let Some(module) = parts.first().filter(|module| !is_test && !matches!(**module, "lib" | "main")) else {
        return Vec::new();
    };
    let depth = parts.len() - usize::from(parts.last() == Some(&"mod"));
    let mut found = BTreeSet::new();
    for path in paths::in_code(&rust_text::code_of(text)) {
        if let Some(used) = path.module_of_this_crate(depth)
            && !tables.may_import(module, used)
        {
            found.insert(format!("{file}: `{module}` may not see `{used}`"));
        }
        if let Some((owned, owners)) = tables.owned(&path)
            && !owners.contains(*module)
        {
            found.insert(format!("{file}: `{owned}` belongs to {owners:?}, not to `{module}`"));
        }
    }
    found.into_iter().collect()
}

fn tables_of_the_page() -> Tables {
    let page = root().join("docs/deskdoc/architecture.md");
    Tables::read(&std::fs::read_to_string(page).expect("the page about the architecture is there"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn relative(file: &Path) -> String {
    file.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files
}
