//! Beginnings for authors: pages with every key explained, drafts made of documentation that is there already, and
//! recipes for build servers.
//!
//! In: a kind and a name, or a base of articles. Out: texts with the path where each belongs. Nothing is written here,
//! and nothing that an author has to know is made up: what is missing stays open and is named by `lint`.

mod drafted;
mod from_articles;
mod pages;
mod recipe;
#[cfg(test)]
mod tests;
mod trouble;

pub use from_articles::drafts;
pub use pages::{BadName, case_file, page, settings};
pub use recipe::Recipe;

/// A file that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it belongs, below the root of the base.
    pub path: String,
    /// What stands in it.
    pub text: String,
}
