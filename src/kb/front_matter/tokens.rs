//! Refuses the parts of YAML that no page needs: anchors, aliases, types, directives, documents.
//!
//! Tokens are looked at rather than events, since the event reader drops the type of a list or
//! map, and calls an alias without anchor a syntax error.

use yaml_rust::scanner::{Scanner, Token, TokenType};

use super::fault::Fault;
use super::split::Block;

/// The first token that is not welcome. A scanning error ends the search and is reported by the
/// event pass, which meets it again.
pub(super) fn check(block: &Block, characters: &[char]) -> Option<Fault> {
    Scanner::new(characters.iter().copied()).find_map(|Token(mark, token)| {
        let position = block.position_at(mark.line(), mark.col() + 1);
        match token {
            TokenType::Alias(_) | TokenType::Anchor(_) => Some(Fault::alias(position)),
            TokenType::Tag(..) => Some(Fault::tag(position)),
            TokenType::VersionDirective(..) | TokenType::TagDirective(..) => Some(Fault::directive(position)),
            TokenType::DocumentStart | TokenType::DocumentEnd => Some(Fault::second_document(position)),
            _ => None,
        }
    })
}
