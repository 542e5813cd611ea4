//! Walks the YAML events of a block and builds its outline.
//!
//! Events are pulled one by one, so that a limit ends the walk at once and depth costs memory on
//! the heap only; the reader's own loop calls itself for every level. Start at [`read`].

use std::ops::Range;

use yaml_rust::parser::{Event, Parser};
use yaml_rust::scanner::{Marker, ScanError, TScalarStyle};

use crate::text::place::Position;

use super::characters::is_unwanted;
use super::construction::{Construction, MAX_OF_A_KIND};
use super::fault::Fault;
use super::outline::Outline;
use super::split::Block;
use super::syntax;

/// Keys, values, and starts and ends of lists and maps.
const MAX_EVENTS: usize = 20_000;

/// What one walk found.
pub(super) struct EventPass {
    /// The outline, or nothing for a block without content.
    pub(super) outline: Result<Option<Outline>, Vec<Fault>>,
    /// What is wrong with single values of an outline that can be used all the same.
    pub(super) remarks: Vec<Fault>,
    /// The lines of the block, counted from 1, that belong to `|` and `>` texts.
    pub(super) literal_lines: Vec<Range<usize>>,
}

/// Walks a block whose characters are given, too, so that they can be looked up by number.
pub(super) fn read(block: &Block, characters: &[char]) -> EventPass {
    let mut walk = Walk {
        block,
        characters,
        construction: Construction::default(),
        n_documents: 0,
        remarks: Vec::new(),
        literal_lines: Vec::new(),
        literal_start: None,
    };
    let outline = match walk.run() {
        Ok(()) => walk.construction.finish(),
        Err(fault) => Err(vec![fault]),
    };
    EventPass { outline, remarks: walk.remarks, literal_lines: walk.literal_lines }
}

struct Walk<'block> {
    block: &'block Block,
    characters: &'block [char],
    construction: Construction,
    n_documents: usize,
    remarks: Vec<Fault>,
    literal_lines: Vec<Range<usize>>,
    /// Where a `|` or `>` text starts whose end the next event tells.
    literal_start: Option<usize>,
}

/// A scalar as it comes from the reader.
struct Scalar {
    text: String,
    style: TScalarStyle,
    mark: Marker,
}

impl Walk<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        let mut parser = Parser::new(self.characters.iter().copied());
        for _ in 0..MAX_EVENTS {
            let (event, mark) = parser.next().map_err(|error| self.stop(&error))?;
            if let Some(start) = self.literal_start.take() {
                self.literal_lines.push(start..mark.line());
            }
            if event == Event::StreamEnd {
                return Ok(());
            }
            self.take(event, mark)?;
        }
        let start = Position { line: self.block.line, column: 1 };
        Err(Fault::too_many_values(start, MAX_EVENTS))
    }

    fn stop(&mut self, error: &ScanError) -> Fault {
        // The text that is being scanned has had no event yet; its lines end where the error is.
        if error.to_string().contains("block scalar") {
            self.literal_lines.push(1..error.marker().line());
        }
        syntax::explain(error, self.block, self.characters)
    }

    fn take(&mut self, event: Event, mark: Marker) -> Result<(), Fault> {
        let position = self.position(mark);
        match event {
            Event::DocumentStart if self.n_documents > 0 => Err(Fault::second_document(position)),
            Event::DocumentStart => {
                self.n_documents += 1;
                Ok(())
            }
            // The token pass refuses these; should it miss one, this does not.
            Event::Alias(_) => Err(Fault::alias(position)),
            Event::Scalar(text, style, _, _) => self.scalar(Scalar { text, style, mark }),
            Event::SequenceStart(_) => self.construction.open_list(position),
            Event::MappingStart(_) => self.construction.open_map(position),
            Event::SequenceEnd | Event::MappingEnd => {
                self.construction.close();
                Ok(())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(&mut self, scalar: Scalar) -> Result<(), Fault> {
        let here = self.position(scalar.mark);
        // The scanner takes a tab behind `- ` into the text.
        if scalar.style == TScalarStyle::Plain && scalar.text.starts_with('\t') {
            return Err(Fault::tab(here));
        }
        if scalar.is_literal() {
            self.literal_start = Some(scalar.mark.line());
        }
        let unwanted = scalar.text.chars().find(|character| is_unwanted(*character));
        if self.construction.wants_key() {
            return match unwanted {
                _ if self.is_absent(&scalar) => Err(Fault::key_not_text(here)),
                Some(character) => Err(Fault::invisible_character(here, character)),
                None => {
                    self.construction.key(scalar.text, here);
                    Ok(())
                }
            };
        }
        if let Some(character) = unwanted
            && self.remarks.len() < MAX_OF_A_KIND
        {
            self.remarks.push(Fault::escape(here, character));
        }
        // What is not there has no place of its own: the reader reports that of the next token.
        let is_absent = self.is_absent(&scalar);
        let item = is_absent.then(|| self.bare_item(scalar.mark)).flatten();
        let parent = self.construction.parent_position().filter(|_| is_absent);
        self.construction.scalar(scalar.text, item.or(parent).unwrap_or(here));
        Ok(())
    }

    /// Whether nothing is written: the reader gives `~` then, or an empty text behind `|`.
    fn is_absent(&self, scalar: &Scalar) -> bool {
        let written = || self.characters.get(scalar.mark.index());
        match scalar.style {
            TScalarStyle::Plain => scalar.text.is_empty() || scalar.text == "~" && written() != Some(&'~'),
            _ => scalar.is_literal() && scalar.text.is_empty(),
        }
    }

    /// Where the `-` of an item stands behind which nothing is written, if the next token comes right after it.
    fn bare_item(&self, next: Marker) -> Option<Position> {
        if self.construction.awaits_value() {
            return None;
        }
        let before = self.characters.get(..next.index())?;
        for (n_above, line) in before.rsplit(|character| *character == '\n').enumerate() {
            let comment = line.windows(2).position(|pair| matches!(pair, [' ', '#'])).unwrap_or(line.len());
            let own = line.get(..comment)?;
            let Some(last) = own.iter().rposition(|character| !character.is_whitespace()) else { continue };
            match own.get(last)? {
                _ if own.iter().find(|character| **character != ' ') == Some(&'#') => {}
                '-' => return Some(self.block.position_at(next.line().checked_sub(n_above)?, last + 1)),
                _ => return None,
            }
        }
        None
    }

    fn position(&self, mark: Marker) -> Position {
        self.block.position_at(mark.line(), mark.col() + 1)
    }
}

impl Scalar {
    fn is_literal(&self) -> bool {
        matches!(self.style, TScalarStyle::Literal | TScalarStyle::Foled)
    }
}
