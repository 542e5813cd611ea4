//! Recipes: how a build server or a commit checks a base. They stand beside the guides, and are no pages.

/// A recipe that can be had from the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipe {
    /// A workflow for GitHub Actions.
    Github,
    /// A job for GitLab.
    Gitlab,
    /// A hook of git, run before each commit.
    PreCommit,
}

impl Recipe {
    /// All recipes.
    pub const ALL: [Self; 3] = [Self::Github, Self::Gitlab, Self::PreCommit];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
            Self::PreCommit => "pre-commit",
        }
    }

    /// What stands in it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Github => include_str!("../../docs/deskdoc/recipes/github.yml"),
            Self::Gitlab => include_str!("../../docs/deskdoc/recipes/gitlab.yml"),
            Self::PreCommit => include_str!("../../docs/deskdoc/recipes/pre-commit"),
        }
    }
}
