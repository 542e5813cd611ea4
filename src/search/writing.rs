//! Writing an index: what of a base goes in.
//!
//! Pages are cut into words on all threads and handed to the engine page by page, so that a page's sections lie next
//! to each other; in which order the pages lie makes no difference. What the engine holds in memory is bounded: when
//! it is full, a part of the index is put away, and in the end all parts are made one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::directory::Directory;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyDocument, Term};

use super::Progress;
use super::composing::Composer;
use super::fingerprints;
use super::names::LinkNames;
use super::schema::{self, Fields};
use crate::kb::{Kind, KnowledgeBase, Page};

/// What one writing thread may hold before it puts a part of the index away, in bytes: enough for all of a base that
/// it writes alone.
const MEMORY_OF_A_THREAD: usize = 160_000_000;
/// Up to this much Markdown (in bytes) one thread writes alone: a second one would make a second part that has to
/// be merged, which takes a tenth of the whole time. Tests want several parts of small bases.
const ENOUGH_FOR_A_THREAD: usize = if cfg!(test) { 20_000 } else { 60_000_000 };
/// Cutting pages into words takes twice as long as writing them, so more would wait.
const MOST_THREADS: usize = if cfg!(test) { 8 } else { 2 };
/// If more than one page in so many has changed, all are written again.
const ONE_IN: usize = 10;
/// Each rewriting adds a part to the index; with so many all are written again.
const MOST_PARTS: usize = 8;
/// So many pages a thread takes at a time.
const TAKEN: usize = 16;

/// Writes an index of the base into an empty directory.
pub(super) fn write(
    base: &KnowledgeBase,
    directory: Box<dyn Directory>,
    n_threads: usize,
    progress: &Progress<'_>,
) -> tantivy::Result<(Index, Fields)> {
    let (schema, fields) = schema::schema();
    let pages: Vec<&Page> = found_pages(base).collect();
    progress.begin(pages.len());
    let names = LinkNames::gather(base, n_threads);
    fingerprints::put(directory.as_ref(), &fingerprints::of(&pages, &names, n_threads))?;
    let mut index = Index::create(directory, schema, IndexSettings::default())?;
    index.set_tokenizers(schema::analysers());
    let mut writer = add(writer(&index, &pages, n_threads)?, &pages, &fields, &names, n_threads, progress)?;
    writer.commit()?;
    merge(&index, writer)?;
    Ok((index, fields))
}

/// A writer for some pages. Nothing is merged before all is written, and then once.
fn writer(index: &Index, pages: &[&Page], n_threads: usize) -> tantivy::Result<IndexWriter> {
    let n_bytes: usize = pages.iter().map(|page| page.size).sum();
    let n_threads = (n_bytes / ENOUGH_FOR_A_THREAD + 1).min(n_threads).clamp(1, MOST_THREADS);
    let writer = index.writer_with_num_threads(n_threads, n_threads * MEMORY_OF_A_THREAD)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    Ok(writer)
}

/// Replaces in an index of another state of the base what has changed since. False if so much has changed that
/// writing all again is quicker.
pub(super) fn rewrite(
    base: &KnowledgeBase,
    index: &Index,
    directory: &dyn Directory,
    n_threads: usize,
) -> tantivy::Result<bool> {
    let (_, fields) = schema::schema();
    let pages: Vec<&Page> = found_pages(base).collect();
    let names = LinkNames::gather(base, n_threads);
    let now = fingerprints::of(&pages, &names, n_threads);
    let Some(before) = fingerprints::read(directory) else { return Ok(false) };
    let has_changed = |page: &&Page| before.get(page.path.as_str()) != now.get(page.path.as_str());
    let changed: Vec<&Page> = pages.into_iter().filter(has_changed).collect();
    let gone: Vec<&String> = before.keys().filter(|path| !now.contains_key(*path)).collect();
    let n_parts = index.searchable_segment_ids()?.len();
    if (changed.len() + gone.len()) * ONE_IN > before.len() || n_parts >= MOST_PARTS {
        return Ok(false);
    }
    let writer = writer(index, &changed, 1)?;
    for path in changed.iter().map(|page| page.path.as_str()).chain(gone.into_iter().map(String::as_str)) {
        writer.delete_term(Term::from_field_text(fields.path, path));
    }
    let mut writer = add(writer, &changed, &fields, &names, 1, &Progress::unseen())?;
    writer.commit()?;
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    fingerprints::put(directory, &now)?;
    Ok(true)
}

/// The pages that can be found, in the order of their paths.
pub(super) fn found_pages(base: &KnowledgeBase) -> impl Iterator<Item = &Page> {
    base.pages().iter().filter(|page| is_found(page))
}

/// Whether a page can be found.
pub(super) fn is_found(page: &Page) -> bool {
    page.is_published() && is_read(page.kind)
}

/// Whether pages of a kind are read by people: questions are asked, and what is out of scope is no help.
fn is_read(kind: Kind) -> bool {
    match kind {
        Kind::Article | Kind::Symptom | Kind::Cause | Kind::Fix | Kind::Check => true,
        Kind::Question | Kind::OutOfScope => false,
    }
}

/// Cuts pages into words and hands them to the writer, on several threads.
fn add(
    writer: IndexWriter,
    pages: &[&Page],
    fields: &Fields,
    names: &LinkNames,
    n_threads: usize,
    progress: &Progress<'_>,
) -> tantivy::Result<IndexWriter> {
    let next = AtomicUsize::new(0);
    let failure: Mutex<Option<tantivy::TantivyError>> = Mutex::new(None);
    let work = || {
        let mut composer = Composer::new(fields);
        loop {
            let start = next.fetch_add(TAKEN, Ordering::Relaxed);
            let Some(taken) =
                pages.get(start..pages.len().min(start + TAKEN)).filter(|taken| !taken.is_empty())
            else {
                return;
            };
            for page in taken {
                let sections = composer.documents(page, names).into_iter().map(UserOperation::Add);
                if let Err(error) = writer.run(sections) {
                    *failure.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(error);
                    next.store(pages.len(), Ordering::Relaxed);
                    return;
                }
            }
            progress.advance(taken.len());
        }
    };
    std::thread::scope(|scope| (0..n_threads).for_each(|_| drop(scope.spawn(work))));
    match failure.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(writer),
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

/// What the engine is given of a page.
pub(super) type Documents = Vec<TantivyDocument>;
