//! What each kind of match weighs when pages and sections are ranked: the one place for all of these numbers.
//!
//! They are round on purpose and the same for every base. Measured (mean reciprocal rank of the first ten, on known
//! items: the public development half of 463 queries over 695 pages, and three sets made in the same way of another
//! documentation, of 394, 657 and 9,753 pages; the last column are 500 error messages pasted without their code):
//!
//! | step, cumulative | 695 | 394 | 657 | 9,753 | messages |
//! | --- | --: | --: | --: | --: | --: |
//! | stems | .483 | .660 | .704 | .574 | .837 |
//! | and exact forms | .516 | .677 | .721 | .583 | .867 |
//! | and pairs of neighbours | .576 | .716 | .711 | .592 | .932 |
//! | and sums over title, headings, link texts, best section | .693 | .838 | .839 | .742 | .911 |
//! | best label and opening instead of these sums | .749 | .862 | .871 | .783 | .934 |
//!
//! Each of them taken out alone costs between .003 (links) and .04 (labels) of the mean; halving or doubling any one
//! changes less than what two samples of queries differ by (.01).

/// A word anywhere in the page, without its ending.
pub(super) const STEM: f32 = 0.5;
/// A word anywhere in the page in the very form in which it was typed. Stems alone lose what is a name.
pub(super) const EXACT: f32 = 0.5;
/// Two neighbours of the query close to each other: much for error messages.
pub(super) const PAIR: f32 = 0.5;
/// Two words of the query with one between them, close to each other.
pub(super) const PAIR_ACROSS: f32 = 0.25;
/// A word among the first of a page, where it says what it is about.
pub(super) const OPENING: f32 = 1.0;
/// The title, heading or link text that the query says best: what it shares with the query, in the share of it that
/// is shared. Sums over all headings instead of the best would make long pages win; and titles scored as a field of
/// their own, with the rarity that words have in titles, lose nearly every pasted error message.
pub(super) const LABEL: f32 = 2.0;
/// The best of those labels alone which name the page as a whole: its title, and what other pages and files call it.
pub(super) const NAME: f32 = 1.0;
/// Links that lead to a page, as a logarithm, for each unit of what the whole query is worth.
pub(super) const LINKS: f32 = 0.04;
/// What is left of the score of a page that is a list of links: tables of contents have every title in them.
pub(super) const LIST: f32 = 0.8;

/// The count at which a word of a text of mean length has earned half of all it can (k1 of BM25; 2 is .003 worse).
pub(super) const SATURATION: f32 = 1.2;
/// How much long pages are held against their counts (b of BM25).
pub(super) const LENGTH_IN_PAGES: f32 = 0.75;
/// The same for sections; authors make them long for other reasons than saying the same again.
pub(super) const LENGTH_IN_SECTIONS: f32 = 0.5;
/// Neighbours may have three other words between them.
pub(super) const PAIR_DISTANCE: u32 = 4;
/// And these that have one between them in the query, five.
pub(super) const ACROSS_DISTANCE: u32 = 6;
/// Pairs are counted in the best pages only. Of the other pages that have both words, this share of the share found
/// in the best ones is assumed to have them close together; true counts gain nothing measurable.
pub(super) const PAIRS_ELSEWHERE: f32 = 0.25;

/// A word of a heading when the sections of one page are compared.
pub(super) const HEADING_IN_SECTIONS: f32 = 1.0;
/// The best of a section's names when the sections of one page are compared.
pub(super) const NAME_IN_SECTIONS: f32 = 2.0;
/// A page's further sections stand below the first hits of other pages unless they match almost as well: with .7
/// the right section is among the first five in .755 of 110 queries for a section, with .85 in .80.
pub(super) const OTHER_SECTION: f32 = 0.85;

/// So many pages are looked at closely: for labels and pairs.
pub(super) const PAGES_LOOKED_INTO: usize = 50;
/// A page's first words (tokens), see [`OPENING`].
pub(super) const OPENING_LENGTH: usize = 40;
/// A page is a list if links make up this share of its words.
pub(super) const LIST_SHARE: f32 = 0.6;
