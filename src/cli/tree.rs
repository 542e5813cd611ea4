//! `deskdoc tree`: the decision tree of a symptom, or of all, and the model behind it.

use super::args::{Tree, TreeFormat};
use super::failure::Failure;
use super::{Exit, output, paint};
use crate::config::Config;
use crate::diagnosis::Budget;
use crate::kb::{KnowledgeBase, Symptom};
use crate::library::{
    self, SymptomTree, UnknownSymptom, published_symptom, published_symptoms, symptom_model,
};
use crate::picture::{Outline, document, dot, mermaid};
use crate::sharing::on_threads;
use crate::wire::{AllModels, AllTrees, ModelV1, SymptomModelV1, SymptomTreeV1};

pub(super) fn run(config: &Config, asked: &Tree) -> Result<Exit, Failure> {
    let base = library::load(&config.library)?.base;
    let symptoms: Vec<&Symptom> = match &asked.symptom {
        Some(name) => vec![published_symptom(&base, name).map_err(|unknown| no_such(&base, name, &unknown))?],
        None => published_symptoms(&base).collect(),
    };
    if symptoms.is_empty() {
        let message = "the base has no symptom, and so no tree: a page with `kind: symptom` makes one";
        return Err(Failure::Usage(message.to_owned()));
    }
    if asked.model {
        return print_models(&base, asked, &symptoms);
    }
    let compiled = |symptom: &&Symptom| SymptomTree::of(&base, symptom, Budget::PRINTED);
    let trees = on_threads(&symptoms, library::n_threads(), compiled);
    let outlines = || -> Vec<Outline> {
        let both = symptoms.iter().zip(&trees);
        both.map(|(symptom, found)| Outline::of(&base, symptom, &found.model, &found.tree)).collect()
    };
    match asked.format {
        TreeFormat::Json => print_trees(&base, asked, &trees)?,
        TreeFormat::Text => output::print(&paint::trees(&outlines()))?,
        TreeFormat::Mermaid => output::print(&mermaid(&outlines()))?,
        TreeFormat::Dot => output::print(&dot(&outlines()))?,
        TreeFormat::Html => output::print(&document(&outlines(), &base.settings().name))?,
    }
    Ok(Exit::Fine)
}

/// One symptom is one object; without one asked for, an object with a list.
fn print_trees(base: &KnowledgeBase, asked: &Tree, trees: &[SymptomTree]) -> Result<(), Failure> {
    let shapes =
        trees.iter().map(|found| SymptomTreeV1::new(base, &found.symptom, &found.model, &found.tree));
    let mut trees: Vec<SymptomTreeV1> = shapes.collect();
    match trees.pop_if(|_| asked.symptom.is_some()) {
        Some(only) => output::print_json_line(&only),
        None => output::print_json_line(&AllTrees { trees }),
    }
}

/// Models need no plan, so none is made.
fn print_models(base: &KnowledgeBase, asked: &Tree, symptoms: &[&Symptom]) -> Result<Exit, Failure> {
    if !matches!(asked.format, TreeFormat::Json | TreeFormat::Text) {
        return Err(Failure::Usage("`--model` is JSON: leave `--format` out".to_owned()));
    }
    match symptoms {
        [only] if asked.symptom.is_some() => {
            output::print_json(&ModelV1::from(&symptom_model(base, only)))?;
        }
        all => {
            let models =
                all.iter().map(|symptom| SymptomModelV1::new(&symptom.id, &symptom_model(base, symptom)));
            output::print_json(&AllModels { models: models.collect() })?;
        }
    }
    Ok(Exit::Fine)
}

fn no_such(base: &KnowledgeBase, name: &str, unknown: &UnknownSymptom) -> Failure {
    let known = || published_symptoms(base).map(|symptom| symptom.id.as_str()).collect::<Vec<_>>().join(", ");
    let help = unknown
        .near
        .as_ref()
        .map_or_else(|| format!("there are {}", known()), |near| format!("did you mean `{near}`?"));
    Failure::Usage(format!("there is no symptom `{name}`: {help}"))
}
