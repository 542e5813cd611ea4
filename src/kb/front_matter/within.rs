//! Where the characters of a value stand in the file that it was read from.
//!
//! In: the text of the file, where a value starts in it, and the value as it was read. Out: the place of one of its
//! characters, whatever quotes, escapes, folded lines and `|` or `>` it was written with. Where following them does not
//! lead to that very value, nothing is said: a place that is nearly right misleads.

use crate::text::place::Position;

/// How many digits follow `\x`, `\u` and `\U`.
const ESCAPE_DIGITS: [(char, usize); 3] = [('x', 2), ('u', 4), ('U', 8)];

/// The place of the character with this number, counted from 1, of a value that starts at `start`.
pub fn place_within(text: &str, start: Position, value: &str, number: usize) -> Option<Position> {
    // Blanks round the value may have been cut off when it was read.
    let (own, behind_blanks) = (value.trim(), value.trim_start());
    let number = number.checked_sub(value.chars().count() - behind_blanks.chars().count())?.checked_sub(1)?;
    let lines = || {
        text.split('\n').map(|line| line.trim_end_matches('\r')).zip(1..).skip(start.line.saturating_sub(1))
    };
    let styles: [fn(&mut Written, &mut Lines<'_>, Position); 3] =
        [Written::flow, Written::literal, Written::folded];
    let mut followed = styles.iter().filter_map(|follow| {
        let mut written = Written { characters: Vec::new(), wanted: own.chars().count() };
        follow(&mut written, &mut lines(), start);
        let mut found = written.characters.iter().skip_while(|(character, _)| character.is_whitespace());
        let places: Option<Vec<Position>> = own
            .chars()
            .map(|wanted| found.next().filter(|(found, _)| *found == wanted).map(|(_, at)| *at))
            .collect();
        places
    });
    let places = followed.next()?;
    let behind = || places.last().map(|at| Position { column: at.column + 1, ..*at });
    places.get(number).copied().or_else(behind)
}

/// The lines of a file from that of the value on, with their numbers.
type Lines<'l> = dyn Iterator<Item = (&'l str, usize)> + 'l;

/// A character of a value, and where it stands.
type Placed = (char, Position);

/// What was followed so far.
struct Written {
    characters: Vec<Placed>,
    /// How many characters the value has; what is followed may have blanks before them.
    wanted: usize,
}

impl Written {
    /// A text in quotes or without, whose lines are folded into one.
    fn flow(&mut self, lines: &mut Lines<'_>, start: Position) {
        let mut quote = None;
        let mut n_blank_lines = 0;
        let mut is_joined = true;
        for (line, number) in lines {
            let is_first = number == start.line;
            let before = line.chars().take_while(|character| is_blank(*character)).count();
            let mut rest =
                placed(line, number, if is_first { start.column.saturating_sub(1) } else { before })
                    .peekable();
            if is_first {
                quote = rest.next_if(|(mark, _)| matches!(mark, '\'' | '"')).map(|(mark, _)| mark);
            } else if rest.peek().is_none() {
                n_blank_lines += 1;
                continue;
            }
            if !is_joined {
                self.fold(n_blank_lines);
            }
            n_blank_lines = 0;
            let n_before = self.characters.len();
            match self.line_of_flow(rest, quote) {
                End::OfValue => return,
                End::Joined => is_joined = true,
                End::OfLine => {
                    is_joined = false;
                    self.cut_blanks(n_before);
                }
            }
            if self.is_enough() {
                return;
            }
        }
    }

    fn line_of_flow(&mut self, line: impl Iterator<Item = Placed>, quote: Option<char>) -> End {
        let mut line = line.peekable();
        while let Some((character, at)) = line.next() {
            let is_doubled = |next: Option<&Placed>| next.is_some_and(|(next, _)| *next == '\'');
            match (quote, character) {
                (Some('\''), '\'') if is_doubled(line.peek()) => {
                    line.next();
                    self.characters.push(('\'', at));
                }
                (Some(quote), character) if quote == character => return End::OfValue,
                (Some('"'), '\\') => {
                    let Some((escape, _)) = line.next() else { return End::Joined };
                    let n = ESCAPE_DIGITS.iter().find(|(known, _)| *known == escape).map_or(0, |(_, n)| *n);
                    let digits: String = line.by_ref().take(n).map(|(digit, _)| digit).collect();
                    self.characters.push((meant(escape, &digits), at));
                }
                _ => self.characters.push((character, at)),
            }
        }
        End::OfLine
    }

    fn literal(&mut self, lines: &mut Lines<'_>, start: Position) {
        self.block(lines, start, false);
    }

    fn folded(&mut self, lines: &mut Lines<'_>, start: Position) {
        self.block(lines, start, true);
    }

    /// A text below `|` or `>`: every line without what all are indented by.
    fn block(&mut self, lines: &mut Lines<'_>, start: Position, is_folded: bool) {
        let indent = start.column.saturating_sub(1);
        let mut n_blank_lines = 0;
        let mut was_deeper = false;
        for (line, number) in lines {
            if line.trim_matches(' ').is_empty() {
                n_blank_lines += 1;
                continue;
            }
            let own = line.chars().take_while(|character| *character == ' ').count();
            if own < indent || self.is_enough() {
                return;
            }
            let is_deeper = line.chars().nth(indent).is_some_and(is_blank);
            let n_breaks = n_blank_lines + usize::from(number != start.line);
            match is_folded && !is_deeper && !was_deeper && n_breaks > 0 {
                true => self.fold(n_blank_lines),
                false => self.break_lines(n_breaks),
            }
            (n_blank_lines, was_deeper) = (0, is_deeper);
            self.characters.extend(placed(line, number, indent));
        }
    }

    /// Lines become one, with a blank between them; blank lines become line ends.
    fn fold(&mut self, n_blank_lines: usize) {
        match n_blank_lines {
            0 => self.characters.push((' ', self.end())),
            n => self.break_lines(n),
        }
    }

    fn break_lines(&mut self, n: usize) {
        let end = self.end();
        self.characters.extend(std::iter::repeat_n(('\n', end), n));
    }

    /// Where the next character would stand.
    fn end(&self) -> Position {
        self.characters.last().map_or(Position::START, |(_, at)| Position { column: at.column + 1, ..*at })
    }

    /// Blanks at the end of a line are no part of a folded text.
    fn cut_blanks(&mut self, n_before: usize) {
        while self.characters.len() > n_before
            && self.characters.last().is_some_and(|(character, _)| is_blank(*character))
        {
            self.characters.pop();
        }
    }

    fn is_enough(&self) -> bool {
        let blank = |(character, _): &&Placed| character.is_whitespace();
        self.characters.len() >= self.wanted + self.characters.iter().take_while(blank).count()
    }
}

/// Where a line of a value ended.
enum End {
    /// The closing quote stands on it.
    OfValue,
    /// The next line goes on where this one ends.
    Joined,
    /// The next line is folded to it.
    OfLine,
}

/// The characters of a line behind the first few.
fn placed(line: &str, number: usize, n_before: usize) -> impl Iterator<Item = Placed> {
    let characters = line.chars().zip(1..).skip(n_before);
    characters.map(move |(character, column)| (character, Position { line: number, column }))
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

/// The character that an escape stands for.
fn meant(escape: char, digits: &str) -> char {
    if !digits.is_empty() {
        let code = u32::from_str_radix(digits, 16).ok();
        return code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    match escape {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '_' => '\u{a0}',
        other => other,
    }
}
