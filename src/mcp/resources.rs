//! Pages of the base, as assistants read them: whole, by section, or as resources with an address of their own.

use rmcp::model::{ListResourcesResult, Resource, ResourceTemplate};

use crate::kb::{KnowledgeBase, Page, nearest};
use crate::wire::Article;

/// What stands before the path of a page in the address of its resource.
pub(super) const SCHEME: &str = "deskdoc:///";
/// How many resources are listed at once.
const ON_A_PAGE: usize = 100;
/// So many bytes of text are told of one page; what a model can take in at once is not much more.
const MOST_TEXT: usize = 48 * 1024;

/// A page, or as much of it as is told.
pub(super) struct Told {
    /// What is told.
    pub(super) shown: Article,
    /// Headings and anchors of the sections that were left out because the page is long.
    pub(super) left_out: Vec<(String, String)>,
}

/// A page that users may see, or the section of it that `anchor`, or what stands behind `#` in the path, names.
///
/// # Errors
/// Says that there is none, and which one may be meant.
pub(super) fn article(base: &KnowledgeBase, path: &str, anchor: Option<&str>) -> Result<Told, String> {
    let path = path.strip_prefix(SCHEME).or_else(|| path.strip_prefix("/articles/")).unwrap_or(path);
    let (path, inside) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
    let page = base.published_page(path).ok_or_else(|| no_page(base, path))?;
    let mut article = Article::of(base, page);
    let anchor = anchor.or(inside).map(|anchor| anchor.trim_start_matches('#'));
    if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
        keep_section(&mut article, anchor)?;
    }
    Ok(shortened(article))
}

/// What is told to whoever asks for a page that is not there. Drafts count as not there.
fn no_page(base: &KnowledgeBase, path: &str) -> String {
    let published = base.pages().iter().filter(|page| page.is_published()).map(|page| page.path.as_str());
    let help = nearest(path, published).map_or_else(
        || "`search` names the paths of pages".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    format!("`path`: there is no page of this path; {help}")
}

/// Leaves only the section with an anchor, and those below it.
fn keep_section(article: &mut Article, anchor: &str) -> Result<(), String> {
    let is_meant = |of: &Option<String>| of.as_deref() == Some(anchor);
    let Some(first) = article.sections.iter().position(|section| is_meant(&section.anchor)) else {
        let anchors = article.sections.iter().filter_map(|section| section.anchor.as_deref());
        let all: Vec<String> = anchors.take(ON_A_PAGE).map(|anchor| format!("`{anchor}`")).collect();
        return Err(format!(
            "`anchor`: the page has no such section; it has {}",
            if all.is_empty() { "none".to_owned() } else { all.join(", ") }
        ));
    };
    article.sections.drain(..first);
    let level = article.sections.first().map_or(0, |section| section.level);
    let n_below = article.sections.iter().skip(1).take_while(|section| section.level > level).count();
    article.sections.truncate(n_below + 1);
    Ok(())
}

/// Leaves out what is too much, from the end, but never the first section.
fn shortened(mut article: Article) -> Told {
    let mut n_bytes = 0;
    let fit = article.sections.iter().take_while(|section| {
        n_bytes += section.heading.len() + section.text.len();
        n_bytes <= MOST_TEXT
    });
    let n_told = fit.count().max(1).min(article.sections.len());
    let rest = article.sections.split_off(n_told);
    let left_out = rest.into_iter().filter_map(|section| Some((section.heading, section.anchor?)));
    Told { left_out: left_out.collect(), shown: article }
}

/// The published pages from a place on, a hundred at a time.
///
/// # Errors
/// Says that the place is none that was given out.
pub(super) fn listed(base: &KnowledgeBase, cursor: Option<&str>) -> Result<ListResourcesResult, String> {
    let from: usize = match cursor {
        None => 0,
        Some(cursor) => cursor.parse().map_err(|_| {
            "this is no `nextCursor` of an earlier list; ask without one to begin anew".to_owned()
        })?,
    };
    let mut pages = base.pages().iter().filter(|page| page.is_published()).skip(from);
    let resources: Vec<Resource> = pages.by_ref().take(ON_A_PAGE).map(resource).collect();
    let next = pages.next().map(|_| (from + resources.len()).to_string());
    let mut list = ListResourcesResult::with_all_items(resources);
    list.next_cursor = next;
    Ok(list)
}

fn resource(page: &Page) -> Resource {
    let path = page.path.as_str();
    let resource = Resource::new(format!("{SCHEME}{path}"), path)
        .with_title(page.title.clone())
        .with_mime_type("text/plain");
    match &page.description {
        Some(description) => resource.with_description(description.clone()),
        None => resource,
    }
}

/// How the address of a page is made of its path.
pub(super) fn template() -> ResourceTemplate {
    ResourceTemplate::new(format!("{SCHEME}{{+path}}"), "page")
        .with_title("A page of the knowledge base")
        .with_description("The text of a page by its path; with `#anchor` one section of it")
        .with_mime_type("text/plain")
}
