use super::*;

mod hostile;
mod keeping;
mod places;
mod properties;
mod refusing;
mod splitting;
mod values;

/// A page with this front matter and a one-word body.
fn page(block: &str) -> String {
    format!("---\n{block}\n---\nbody\n")
}

/// Code, line and column of everything that is wrong with a page.
fn faults(text: &str) -> Vec<(&'static str, usize, usize)> {
    let faults = read(text).faults.into_iter();
    faults.map(|fault| (fault.code, fault.position.line, fault.position.column)).collect()
}

/// The metadata of a page that must be sound.
fn sound(block: &str) -> FrontMatter {
    let parsed = read(&page(block));
    assert_eq!(parsed.faults, [], "{block}");
    parsed.front_matter
}
