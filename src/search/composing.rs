//! From a page to what the engine is given of it: one document for each section, cut into words and stemmed.

use std::collections::BTreeMap;

use tantivy::TantivyDocument;

use super::analysis::{Stems, Token, tokens};
use super::encoding::Encoded;
use super::filter;
use super::labels::{LabelKind, Labels};
use super::language::{Detector, Tongue};
use super::names::{self, LinkNames, LinksTo};
use super::schema::{Fields, Standing};
use super::weights;
use crate::kb::Page;
use crate::kb::markdown::{Document, Section};

/// Makes documents of pages.
pub(super) struct Composer<'index> {
    fields: &'index Fields,
    stems: BTreeMap<Tongue, Stems>,
    detector: Detector,
}

/// What all sections of a page share.
struct Shared<'page> {
    page: &'page Page,
    facets: Vec<String>,
    standing: Standing,
}

impl<'index> Composer<'index> {
    pub(super) fn new(fields: &'index Fields) -> Self {
        Self { fields, stems: BTreeMap::new(), detector: Detector::new() }
    }

    /// One document for each section with text or a heading; at least one, so that a page which is all front matter
    /// is still found by its title.
    pub(super) fn documents(&mut self, page: &Page, link_names: &LinkNames) -> super::writing::Documents {
        let is_blank =
            |section: &Section| section.text.trim().is_empty() && section.heading.trim().is_empty();
        let text = page.text();
        let sections = text.document.sections.iter().zip(0..).filter(|(section, _)| !is_blank(section));
        let none = Section::default();
        let mut sections: Vec<(&Section, u32)> = sections.collect();
        if sections.is_empty() {
            sections.push((&none, 0));
        }
        let texts: Vec<Vec<Token>> = sections.iter().map(|(section, _)| tokens(&section.text)).collect();
        let links = link_names.to(&page.path);
        let tongue = page.lang.as_deref().and_then(Tongue::of_tag);
        let tongue = tongue
            .unwrap_or_else(|| self.detector.tell(texts.iter().flatten().map(|token| token.text.as_str())));
        let mut shared = Shared {
            page,
            facets: filter::terms(page, &text.metadata),
            standing: Standing {
                position: 0,
                tongue,
                n_links: links.map_or(0, |links| links.n_pages),
                is_list: is_list(&text.document, texts.iter().map(Vec::len).sum()),
            },
        };
        let stems = self.stems.entry(tongue).or_insert_with(|| Stems::of(tongue));
        let mut documents = Vec::with_capacity(sections.len());
        let opening = opening(page, &sections, &texts);
        for ((section, position), text) in sections.into_iter().zip(texts) {
            let is_first = documents.is_empty();
            shared.standing.position = position;
            let labels = Names::of(page, section, is_first, links);
            let mut document = document(self.fields, &shared, section, text, &labels, stems);
            if is_first {
                let mut words = Encoded::default();
                words.add(opening.iter(), |word, text| text.push_str(stems.stem(word)));
                add(&mut document, self.fields.opening, words);
            }
            documents.push(document);
        }
        documents
    }
}

/// Whether most of a page's words are those of links.
fn is_list(document: &Document, n_words: usize) -> bool {
    let links = document.links.iter().filter(|link| !link.image);
    let n_linked: usize = links.map(|link| link.text.split_whitespace().count()).sum();
    n_linked as f32 > n_words as f32 * weights::LIST_SHARE
}

/// The first words of a page: its title, its description, and its text, headings included.
fn opening(page: &Page, sections: &[(&Section, u32)], texts: &[Vec<Token>]) -> Vec<Token> {
    let mut opening = tokens(&page.title);
    opening.extend(page.description.as_deref().into_iter().flat_map(tokens));
    for ((section, _), text) in sections.iter().zip(texts) {
        if opening.len() >= weights::OPENING_LENGTH {
            break;
        }
        if !is_title(section, page) {
            opening.extend(tokens(&section.heading));
        }
        opening.extend(text.iter().take(weights::OPENING_LENGTH).cloned());
    }
    opening.truncate(weights::OPENING_LENGTH);
    opening
}

/// Most pages repeat their title as their first heading; said twice it is not said louder.
fn is_title(section: &Section, page: &Page) -> bool {
    section.heading.trim() == page.title.trim()
}

/// What a section is called besides its heading, and what the page is called if it is the first.
struct Names {
    is_first: bool,
    of_section: Vec<String>,
    of_page: Vec<String>,
}

impl Names {
    fn of(page: &Page, section: &Section, is_first: bool, links: Option<&LinksTo>) -> Self {
        let mut of_section: Vec<String> = names::of_anchor(section).into_iter().collect();
        if section.level > 0 {
            of_section.extend(
                links.into_iter().flat_map(|links| links.names(Some(&section.anchor))).map(str::to_owned),
            );
        }
        let mut of_page = Vec::new();
        if is_first {
            of_page.extend(names::of_file(page));
            of_page.extend(links.into_iter().flat_map(|links| links.names(None)).map(str::to_owned));
        }
        Self { is_first, of_section, of_page }
    }
}

fn document(
    fields: &Fields,
    shared: &Shared<'_>,
    section: &Section,
    text: Vec<Token>,
    names: &Names,
    stems: &mut Stems,
) -> TantivyDocument {
    let page = shared.page;
    let mut said = vec![tokens(&section.heading), text];
    if names.is_first {
        if !is_title(section, page) {
            said.insert(0, tokens(&page.title));
        }
        said.extend(page.description.as_deref().map(tokens));
    }
    let mut document = TantivyDocument::new();
    add_labels(&mut document, fields, page, section, names, stems);
    said.extend(names.of_section.iter().chain(&names.of_page).map(|name| tokens(name)));
    let (mut body, mut words) = (Encoded::default(), Encoded::default());
    for text in &said {
        body.add(text.iter(), |word, text| text.push_str(stems.stem(word)));
        words.add(text.iter(), |word, text| text.push_str(word));
    }
    add(&mut document, fields.body, body);
    add(&mut document, fields.words, words);
    for facet in &shared.facets {
        document.add_text(fields.facets, facet);
    }
    document.add_u64(fields.standing, shared.standing.to_number());
    add_shown(&mut document, fields, page, section, names.is_first);
    document
}

fn add_labels(
    document: &mut TantivyDocument,
    fields: &Fields,
    page: &Page,
    section: &Section,
    names: &Names,
    stems: &mut Stems,
) {
    let mut labels = Labels::default();
    // The text before the first heading stands under the title.
    let is_under_title = names.is_first && (section.level == 0 || is_title(section, page));
    if is_under_title {
        labels.add(LabelKind::TitleAsHeading, &page.title, stems);
    } else {
        labels.add(LabelKind::Heading, &section.heading, stems);
        if names.is_first {
            labels.add(LabelKind::Title, &page.title, stems);
        }
    }
    names.of_section.iter().for_each(|name| labels.add(LabelKind::Name, name, stems));
    names.of_page.iter().for_each(|name| labels.add(LabelKind::PageName, name, stems));
    add(document, fields.labels, labels.words);
    for size in labels.sizes {
        document.add_u64(fields.label_sizes, size.to_number());
    }
}

fn add(document: &mut TantivyDocument, field: tantivy::schema::Field, words: Encoded) {
    if !words.0.is_empty() {
        document.add_text(field, words.0);
    }
}

fn add_shown(
    document: &mut TantivyDocument,
    fields: &Fields,
    page: &Page,
    section: &Section,
    is_first: bool,
) {
    let shown = &fields.shown;
    document.add_text(fields.path, page.path.as_str());
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
