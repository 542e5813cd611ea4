//! Writing an index: what of a base goes in, one document per section.

use tantivy::directory::Directory;
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::TantivyDocument;
use tantivy::{Index, IndexSettings, IndexWriter};

use super::names::{self, LinkNames};
use super::schema::{self, Fields, Standing};
use crate::kb::markdown::Section;
use crate::kb::{Kind, KnowledgeBase, Page};

/// What one writing thread may hold before it puts a part of the index away, in bytes.
const MEMORY_OF_A_THREAD: usize = 40_000_000;
/// Up to this much Markdown (in bytes) one thread writes alone: a second one would make a second part that has to
/// be merged. Tests want several parts of small bases.
const ENOUGH_FOR_A_THREAD: usize = if cfg!(test) { 20_000 } else { 2_000_000 };
/// More threads than this wait for each other.
const MOST_THREADS: usize = 8;

/// Writes an index of the base into an empty directory.
pub(super) fn write(
    base: &KnowledgeBase,
    directory: Box<dyn Directory>,
    n_threads: usize,
) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema::schema();
    let mut index = Index::create(directory, schema, IndexSettings::default())?;
    index.set_tokenizers(schema::analysers());
    let n_bytes: usize = base.pages().iter().map(|page| page.body.len()).sum();
    let n_threads = (n_bytes / ENOUGH_FOR_A_THREAD + 1).min(n_threads).clamp(1, MOST_THREADS);
    let mut writer = index.writer_with_num_threads(n_threads, n_threads * MEMORY_OF_A_THREAD)?;
    // Nothing is merged before all is written, and then once.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let link_names = LinkNames::gather(base, found_pages(base));
    for (page, number) in found_pages(base).zip(0..) {
        for document in documents(&fields, page, number, &link_names) {
            writer.add_document(document)?;
        }
    }
    writer.commit()?;
    merge(&index, writer)?;
    Ok((index, fields))
}

/// The pages that can be found, in the order of their paths.
fn found_pages(base: &KnowledgeBase) -> impl Iterator<Item = &Page> {
    base.pages().iter().filter(|page| page.is_published() && is_read(page.kind))
}

/// Whether pages of a kind are read by people: questions are asked, and what is out of scope is no help.
fn is_read(kind: Kind) -> bool {
    match kind {
        Kind::Article | Kind::Symptom | Kind::Cause | Kind::Fix | Kind::Check => true,
        Kind::Question | Kind::OutOfScope => false,
    }
}

/// Many small parts would cost every query; one is quickest and smallest.
fn merge(index: &Index, mut writer: IndexWriter) -> tantivy::Result<()> {
    let parts = index.searchable_segment_ids()?;
    if parts.len() > 1 {
        writer.merge(&parts).wait()?;
        writer.garbage_collect_files().wait()?;
    }
    writer.wait_merging_threads()
}

/// One document for each section with text or a heading; at least one, so that a page which is all front matter
/// is still found by its title.
fn documents(fields: &Fields, page: &Page, number: u32, link_names: &LinkNames) -> Vec<TantivyDocument> {
    let is_blank = |section: &Section| section.text.trim().is_empty() && section.heading.trim().is_empty();
    let mut documents = Vec::with_capacity(page.document.sections.len());
    for (section, position) in page.document.sections.iter().zip(0..) {
        if !is_blank(section) {
            let names = names(page, section, documents.is_empty(), link_names);
            let standing = Standing { page: number, position };
            documents.push(document(fields, page, section, standing, &names, documents.is_empty()));
        }
    }
    if documents.is_empty() {
        let section = Section::default();
        let names = names(page, &section, true, link_names);
        documents.push(document(
            fields,
            page,
            &section,
            Standing { page: number, position: 0 },
            &names,
            true,
        ));
    }
    documents
}

/// What a section is called besides its heading; the first one answers to the names of the page.
fn names(page: &Page, section: &Section, is_first: bool, link_names: &LinkNames) -> Vec<String> {
    let mut names: Vec<String> = names::of_anchor(section).into_iter().collect();
    if section.level > 0 {
        names.extend(link_names.of(&page.path, Some(&section.anchor)).map(str::to_owned));
    }
    if is_first {
        names.extend(names::of_file(page));
        names.extend(link_names.of(&page.path, None).map(str::to_owned));
    }
    names.sort();
    names.dedup();
    names
}

fn document(
    fields: &Fields,
    page: &Page,
    section: &Section,
    standing: Standing,
    names: &[String],
    is_first: bool,
) -> TantivyDocument {
    let mut document = TantivyDocument::new();
    let mut searched = vec![section.heading.as_str(), section.text.as_str()];
    searched.extend(names.iter().map(String::as_str));
    if is_first {
        searched.extend(page.description.as_deref());
        // Most pages repeat their title as their first heading; said twice it is not said louder.
        if section.heading.trim() != page.title.trim() {
            searched.push(&page.title);
        }
        document.add_text(fields.title, &page.title);
    }
    for text in searched.into_iter().filter(|text| !text.is_empty()) {
        document.add_text(fields.body, text);
        document.add_text(fields.words, text);
    }
    // The text before the first heading stands under the title.
    let is_under_title = is_first && section.level == 0;
    document.add_text(fields.heading, if is_under_title { &page.title } else { &section.heading });
    for name in names {
        document.add_text(fields.names, name);
    }
    document.add_u64(fields.standing, standing.to_number());
    add_shown(&mut document, fields, page, section, is_first);
    document
}

fn add_shown(
    document: &mut TantivyDocument,
    fields: &Fields,
    page: &Page,
    section: &Section,
    is_first: bool,
) {
    let shown = &fields.shown;
    document.add_text(shown.path, page.path.as_str());
    if section.level > 0 && !section.anchor.is_empty() {
        document.add_text(shown.anchor, &section.anchor);
    }
    document.add_text(shown.page_title, &page.title);
    for heading in &section.heading_path {
        document.add_text(shown.headings, heading);
    }
    let has_text = !section.text.trim().is_empty();
    let description = page.description.as_deref().filter(|_| is_first && !has_text);
    document.add_text(shown.text, description.unwrap_or(&section.text));
}
