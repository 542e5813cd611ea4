//! `deskdoc new`: beginnings for authors, written where they belong and never over something.
#![expect(clippy::disallowed_methods, reason = "new pages are written here")]

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use super::args::{New, NewKind};
use super::failure::Failure;
use super::{Exit, output, paint};
use crate::config::{self, Config};
use crate::drafting::{self, Draft, Recipe};
use crate::kb::Kind;
use crate::library;

pub(super) fn run(config: &Config, new: &New) -> Result<Exit, Failure> {
    if new.kind == Some(NewKind::Ci) {
        return print_recipe(new.name.as_deref());
    }
    let Some(folder) = config.library.folders.first() else {
        let message = "`new` writes into the folder of your base: name it, as in `deskdoc --kb ./handbook new symptom no-sound`; the built-in base is not written to";
        return Err(Failure::Usage(message.to_owned()));
    };
    if let Some(documentation) = &new.from {
        return draft_from(folder, documentation);
    }
    let draft = draft(new)?;
    if !write(folder, &draft)? {
        let path = folder.join(&draft.path);
        return Err(Failure::Usage(format!("{} is there already, and was left as it is", path.display())));
    }
    let path = folder.join(&draft.path);
    output::print_text(&format!("{}\n", path.display()))?;
    output::talk(&format!(
        "what is open in it is said in its comments; `deskdoc --kb {} lint` checks what you wrote, and the more when `status: draft` is out",
        in_shell(folder),
    ));
    Ok(Exit::Fine)
}

/// A path as a shell takes it for one word.
fn in_shell(path: &Path) -> String {
    let text = path.display().to_string();
    let is_plain = |c: char| c.is_alphanumeric() || "/._-~+".contains(c);
    if text.chars().all(is_plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
}

fn draft(new: &New) -> Result<Draft, Failure> {
    let kind = new.kind.unwrap_or(NewKind::Settings);
    if kind == NewKind::Settings {
        return match &new.name {
            None => Ok(drafting::settings()),
            Some(name) => Err(Failure::Usage(format!(
                "`new settings` writes `kb.yml` and takes no name, found `{name}`: leave it out"
            ))),
        };
    }
    let Some(name) = new.name.as_deref() else {
        let message = "say what it is to be called, as in `deskdoc --kb ./handbook new symptom no-sound`";
        return Err(Failure::Usage(message.to_owned()));
    };
    let drafted = match kind.page() {
        Some(page) => drafting::page(page, name),
        None => drafting::case_file(name),
    };
    drafted.map_err(|bad| Failure::Usage(bad.to_string()))
}

impl NewKind {
    fn page(self) -> Option<Kind> {
        Some(match self {
            Self::Symptom => Kind::Symptom,
            Self::Cause => Kind::Cause,
            Self::Fix => Kind::Fix,
            Self::Question => Kind::Question,
            Self::Check => Kind::Check,
            Self::Article => Kind::Article,
            Self::OutOfScope => Kind::OutOfScope,
            Self::Case | Self::Settings | Self::Ci => return None,
        })
    }
}

fn print_recipe(name: Option<&str>) -> Result<Exit, Failure> {
    let Some(recipe) = Recipe::ALL.into_iter().find(|recipe| name == Some(recipe.word())) else {
        let known = Recipe::ALL.map(|recipe| format!("`deskdoc new ci {}`", recipe.word())).join(", ");
        let found = name.map_or_else(String::new, |name| format!("there is no recipe `{name}`: "));
        return Err(Failure::Usage(format!("{found}there are {known}")));
    };
    output::print_text(recipe.text())?;
    Ok(Exit::Fine)
}

/// Drafts symptoms and causes from a folder of documentation. What is there already is left alone.
fn draft_from(folder: &Path, documentation: &Path) -> Result<Exit, Failure> {
    let settings = config::Library { folders: vec![documentation.to_path_buf()], data: None };
    let read = library::load(&settings)?.base;
    let drafts = drafting::drafts(&read, &|path| folder.join(path).exists());
    if drafts.is_empty() {
        output::talk(&format!(
            "nothing in {} reads like a trouble that is not drafted yet: headings such as “The screen stays dark” or “Error 691” do",
            documentation.display()
        ));
        return Ok(Exit::DontKnow);
    }
    let mut written = String::new();
    for draft in &drafts {
        if write(folder, draft)? {
            written.push_str(&format!("{}\n", folder.join(&draft.path).display()));
        }
    }
    output::print_text(&written)?;
    let n_symptoms = drafts.iter().filter(|draft| draft.path.starts_with("symptoms/")).count();
    output::talk(&format!(
        "{} and {} drafted; users see none of them until `status: draft` is taken out",
        paint::counted(n_symptoms, "symptom"),
        paint::counted(drafts.len() - n_symptoms, "cause"),
    ));
    Ok(Exit::Fine)
}

/// Writes a new file; whether there was none before.
fn write(folder: &Path, draft: &Draft) -> Result<bool, Failure> {
    let path = folder.join(&draft.path);
    let failed = |error| Failure::written(&path, &error);
    path.parent().map_or(Ok(()), std::fs::create_dir_all).map_err(failed)?;
    match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(mut file) => file.write_all(draft.text.as_bytes()).map(|()| true).map_err(failed),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}
