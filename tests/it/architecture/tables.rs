//! The two fenced blocks of the page about the architecture.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::CodePath;

/// Who may see whom, and who owns which library.
pub struct Tables {
    /// Module → the modules it may import.
    pub layers: BTreeMap<String, BTreeSet<String>>,
    /// Path → the modules that may use it.
    owners: BTreeMap<String, BTreeSet<String>>,
}

impl Tables {
    pub fn read(page: &str) -> Self {
        Self { layers: block(page, "layers"), owners: block(page, "owners") }
    }

    pub fn may_import(&self, module: &str, used: &str) -> bool {
        module == used || self.layers.get(module).is_some_and(|allowed| allowed.contains(used))
    }

    /// The owned path that `path` goes through, with its owners.
    pub fn owned(&self, path: &CodePath) -> Option<(&str, &BTreeSet<String>)> {
        let owner = self.owners.iter().find(|(owned, _)| path.goes_through(owned));
        owner.map(|(owned, modules)| (owned.as_str(), modules))
    }

    /// Whether one module sees another, directly or through others.
    pub fn reaches(&self, from: &str, to: &str) -> bool {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = vec![from];
        while let Some(module) = open.pop() {
            for next in self.layers.get(module).into_iter().flatten() {
                if next == to {
                    return true;
                }
                if seen.insert(next.as_str()) {
                    open.push(next);
                }
            }
        }
        false
    }
}

/// The lines `name: word word` of a fenced block.
fn block(page: &str, name: &str) -> BTreeMap<String, BTreeSet<String>> {
    let opening = format!("```{name}");
    let lines = page.lines().skip_while(|line| *line != opening).skip(1);
    let table: BTreeMap<String, BTreeSet<String>> = lines
        .take_while(|line| *line != "```")
        .map(|line| {
            let (name, words) = line.rsplit_once(':').expect("a line of the table is `name: words`");
            (name.to_owned(), words.split_whitespace().map(str::to_owned).collect())
        })
        .collect();
    assert!(!table.is_empty(), "the page has no block {opening}");
    table
}
