//! The pieces a page is made of: what opens, what closes, and the words between.
//!
//! Opening and closing pieces are always in balance, so that writers can trust them; spans are bytes of the body.

use std::ops::Range;

/// One piece of a page.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub kind: Kind,
    pub span: Range<usize>,
    /// Whether the piece stands outside every list, quote and table (accordions do not count).
    pub top: bool,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Open(Element),
    Close(Element),
    /// Words in which the dialect may find its marks.
    Text(String),
    /// Words that were escaped or written as entities: never a mark.
    Literal(String),
    /// Words of ours that people see but search does not.
    Label(&'static str),
    Code(String),
    CodeBlock(String),
    Html(String),
    HtmlBlock(String),
    SoftBreak,
    HardBreak,
    Rule,
    /// A piece the dialect took away.
    Nothing,
}

/// What can open and close.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Element {
    Paragraph,
    Heading {
        level: u8,
        anchor: String,
    },
    Quote,
    Note(NoteKind),
    Accordion,
    AccordionTitle,
    TabLabel,
    List(Option<u64>),
    Item,
    Table,
    TableHead,
    TableRow,
    TableCell,
    Emphasis,
    Strong,
    Strikethrough,
    Link(String),
    Image(String),
    Ui,
    Badge,
    /// A frame that shows nothing of itself.
    Plain,
}

/// The kind of a note: the class it is styled by and the label people read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NoteKind {
    pub class: &'static str,
    pub label: String,
}

impl Element {
    /// Whether the element stands in a line of text rather than on its own.
    pub(super) fn is_inline(&self) -> bool {
        matches!(
            self,
            Self::Emphasis
                | Self::Strong
                | Self::Strikethrough
                | Self::Link(_)
                | Self::Image(_)
                | Self::Ui
                | Self::Badge
        )
    }
}

impl Kind {
    /// The words people wrote, if the piece is words.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Literal(text) | Self::Code(text) => Some(text),
            _ => None,
        }
    }
}

impl Piece {
    pub(super) fn new(kind: Kind, span: Range<usize>, top: bool) -> Self {
        Self { kind, span, top }
    }

    pub(super) fn opens(&self, element: &Element) -> bool {
        matches!(&self.kind, Kind::Open(opened) if opened == element)
    }

    pub(super) fn lies_in(&self, range: &Range<usize>) -> bool {
        self.span.start >= range.start && self.span.end <= range.end
    }

    /// Whether a block of the page begins or stands here.
    pub(super) fn begins_block(&self) -> bool {
        let begins = match &self.kind {
            Kind::Open(element) => !element.is_inline(),
            Kind::CodeBlock(_) | Kind::HtmlBlock(_) | Kind::Rule => true,
            _ => false,
        };
        self.top && begins
    }
}

/// All pieces of a page, with the places where a part of it may begin.
pub(super) struct Pieces {
    all: Vec<Piece>,
    blocks: Vec<usize>,
}

impl Pieces {
    pub(super) fn new(all: Vec<Piece>) -> Self {
        let begins = all.iter().enumerate().filter(|(_, piece)| piece.begins_block());
        let blocks = begins.map(|(index, _)| index).collect();
        Self { all, blocks }
    }

    /// The run of pieces that may lie in `range`, found without walking the page from its start: a page of many
    /// sections is rendered section by section.
    pub(super) fn within(&self, range: &Range<usize>) -> &[Piece] {
        let start_of = |index: &usize| self.all.get(*index).map_or(usize::MAX, |piece| piece.span.start);
        let n_begun = self.blocks.partition_point(|index| start_of(index) <= range.start);
        let n_ended = self.blocks.partition_point(|index| start_of(index) < range.end);
        let first = n_begun.checked_sub(1).and_then(|last| self.first_at(last)).unwrap_or(0);
        let end = self.blocks.get(n_ended).copied().unwrap_or(self.all.len());
        self.all.get(first..end.max(first)).unwrap_or_default()
    }

    /// Several blocks may begin at one place (an accordion and its title): take the outermost.
    fn first_at(&self, last: usize) -> Option<usize> {
        let start = self.all.get(*self.blocks.get(last)?)?.span.start;
        let n_before = self
            .blocks
            .partition_point(|index| self.all.get(*index).is_some_and(|piece| piece.span.start < start));
        self.blocks.get(n_before).copied()
    }
}
